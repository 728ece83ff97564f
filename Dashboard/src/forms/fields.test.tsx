import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Form } from 'antd';
import { createRoot, type Root } from 'react-dom/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Schema } from '../api/views';
import { startI18n } from '../text/i18n';
import { SchemaFields } from './SchemaFields';

const labels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, { vi: `Giá trị ${index}`, en: `Value ${index}` }]));
const properties: Record<string, Schema> = {
  text: { type: 'string' },
  longText: { type: 'string', 'x-multiline': true },
  lines: { type: 'array', items: { type: 'string' } },
  number: { type: 'integer' },
  day: { type: 'string', format: 'date' },
  moment: { type: 'string', format: 'date-time' },
  person: { type: 'string', 'x-role': 'bailiff' },
  oneOfFew: { type: 'string', 'x-enum-labels': labels(3) },
  oneOfMany: { type: 'string', 'x-enum-labels': labels(9) },
  several: { type: 'array', items: { type: 'string', 'x-enum-labels': labels(9) } },
};
const schema: Schema = { type: 'object', required: Object.keys(properties), properties };

const Page = () => {
  const [form] = Form.useForm();
  return (
    <QueryClientProvider client={new QueryClient()}>
      <Form form={form} name="f" fields={Object.keys(properties).map(name => ({ name: [name], errors: [`Sai: ${name}`] }))}>
        <SchemaFields schema={schema} at={[]} path={[]} />
      </Form>
    </QueryClientProvider>
  );
};

describe('the error of a field is told by its control', () => {
  let root: Root;
  const place = document.createElement('div');
  beforeAll(async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"items":[]}')));
    await startI18n();
    document.body.append(place);
    root = createRoot(place);
    root.render(<Page />);
  });
  afterAll(() => {
    root.unmount();
    place.remove();
    vi.unstubAllGlobals();
  });

  it.each([...Object.keys(properties), 'moment_hour'])('%s', { timeout: 120_000 }, async name => {
    const told = () => {
      const control = place.querySelector(`#f_${name}`);
      const description = (control?.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent);
      return { isInvalid: control?.getAttribute('aria-invalid'), isRequired: control?.getAttribute('aria-required'), description: description.join() };
    };
    await vi.waitFor(() => expect(told()).toEqual({ isInvalid: 'true', isRequired: 'true', description: expect.stringContaining(`Sai: ${name.split('_')[0]}`) }), { timeout: 110_000 });
  });
});
