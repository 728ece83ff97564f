import { Button, Checkbox, Form, Input, Radio, Select } from 'antd';
import { createContext, useContext } from 'react';
import type { Json, Schema } from '../api/views';
import { day, moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { grouped } from '../text/numbers';
import { searchable } from './search';
import { DateField, DateTimeField } from './DateField';
import { PersonField } from './PersonField';
import { isNullable, kindOf, sameValue, titleOf, valueAt, valuesOf, type Path } from './schema';

/** Errors of fields that hold other fields, by their path; those of single fields lie in the form itself. */
export const GroupErrors = createContext<ReadonlyMap<string, string>>(new Map());

/** The same record as it is known from elsewhere (the online request), told beside each field that differs from it. */
export interface Reference {
  under: string;
  value: Json | undefined;
}

interface FieldsProps {
  schema: Schema;
  /** Name relative to the list that the fields stand in, and from the form's root. */
  at: Path;
  path: Path;
  reference?: Reference | undefined;
}

/** The fields of a record, as its JSON Schema describes them. */
export const SchemaFields = ({ schema, at, path, reference }: FieldsProps) => (
  <div className="fields">
    {Object.entries(schema.properties ?? {}).map(([name, member]) => (
      <Field key={name} name={name} schema={member} at={[...at, name]} path={[...path, name]} isRequired={(schema.required ?? []).includes(name) && !isNullable(member)} reference={reference} />
    ))}
  </div>
);

interface FieldProps extends FieldsProps {
  name: string;
  isRequired: boolean;
}

const Field = ({ name, schema, at, path, isRequired, reference }: FieldProps) => {
  const { language, t } = useWords();
  const title = titleOf(schema, name, language);
  const kind = kindOf(schema);
  const groupError = useContext(GroupErrors).get(path.join('.'));
  if (kind === 'object')
    return (
      <fieldset className="group">
        <legend>{isNullable(schema) ? t('form.ifAny', { title }) : title}</legend>
        {groupError && <GroupError path={path} text={groupError} />}
        <SchemaFields schema={schema} at={at} path={path} reference={reference} />
      </fieldset>
    );
  if (kind === 'records') return <Records title={title} schema={schema} at={at} path={path} isRequired={isRequired} reference={reference} error={groupError} />;
  if (kind === 'boolean')
    return (
      <Form.Item name={at} valuePropName="checked" className="whole">
        <Checkbox>{title}</Checkbox>
      </Form.Item>
    );
  const isWide = kind === 'multiline' || kind === 'words' || kind === 'choices';
  const hint = kind === 'words' ? t('form.words') : kind === 'dateTime' ? t('form.local') : undefined;
  return (
    <Form.Item name={at} label={title} required={isRequired} className={isWide ? 'whole' : undefined} extra={hint || reference?.under === path[0] ? <Extra hint={hint} path={path} reference={reference} schema={schema} /> : undefined}>
      <Control schema={schema} title={title} path={path} />
    </Form.Item>
  );
};

const GroupError = ({ path, text }: { path: Path; text: string }) => (
  <p className="group-error" id={`group-${path.join('-')}`} tabIndex={-1}>
    {text}
  </p>
);

const Extra = ({ hint, path, reference, schema }: { hint: string | undefined; path: Path; reference: Reference | undefined; schema: Schema }) => {
  const { t, code } = useWords();
  const form = Form.useFormInstance();
  const now = Form.useWatch(path, form) as Json | undefined;
  const isCompared = reference !== undefined && path[0] === reference.under && path[1] !== 'form' && path[1] !== 'delivery';
  const online = isCompared ? valueAt(reference.value, path.slice(1)) : undefined;
  if (!isCompared || sameValue(typeof now === 'string' && kindOf(schema) === 'integer' ? now.replace(/[\s.]/g, '') : now, online)) return hint ?? null;
  const shown = typeof online !== 'string' ? (online ?? '') : kindOf(schema) === 'date' ? day(online) : kindOf(schema) === 'dateTime' ? moment(online) : code('code', online);
  return (
    <>
      {hint} <span className="differs">{shown === '' ? t('task.onlineEmpty') : t('task.online', { value: typeof shown === 'number' ? grouped(shown) : shown })}</span>
    </>
  );
};

/** What Form.Item hands to a control. */
interface Given {
  id?: string;
  value?: string;
  onChange?: (value: never) => void;
}

const Control = ({ schema, title, path, ...given }: { schema: Schema; title: string; path: Path } & Given) => {
  const { code, of, t } = useWords();
  const passed = given as Record<string, never>;
  const optionsOf = (choice: Schema) => valuesOf(choice).map(value => ({ value, label: of(choice['x-enum-labels']?.[value]) || code('code', value) }));
  switch (kindOf(schema)) {
    case 'enum': {
      const options = optionsOf(schema);
      return options.length <= 5 ? (
        <Radio.Group {...passed} role="radiogroup" aria-label={title} options={options} className="stacked" />
      ) : (
        <Select {...passed} options={options} placeholder={t('form.choose')} allowClear showSearch={searchable} />
      );
    }
    case 'choices':
      return <Select {...passed} mode="multiple" options={optionsOf(schema.items ?? {})} placeholder={t('form.chooseSome')} showSearch={searchable} />;
    case 'yesNo':
      return (
        <Radio.Group
          {...passed}
          role="radiogroup"
          aria-label={title}
          className="stacked"
          options={['', 'true', 'false'].map(value => ({ value, label: value === '' ? t('form.unsaid') : code('code', value) }))}
        />
      );
    case 'date':
      return <DateField {...passed} />;
    case 'dateTime':
      return <DateTimeField {...passed} />;
    case 'integer':
      return <NumberField {...passed} />;
    case 'person':
      return <PersonField {...passed} role={schema['x-role'] ?? ''} namePath={schema['x-name-field'] ? [...path.slice(0, -1), schema['x-name-field']] : undefined} />;
    case 'multiline':
      return <Input.TextArea {...passed} autoSize={{ minRows: 3, maxRows: 12 }} maxLength={schema.maxLength} />;
    case 'words':
      return <Input.TextArea {...passed} autoSize={{ minRows: 2, maxRows: 12 }} />;
    default:
      return <Input {...passed} maxLength={schema.maxLength} autoComplete="off" />;
  }
};

/** Digits, grouped by thousands once they have been typed. */
const NumberField = ({ value, onChange, ...given }: { value?: string; onChange?: (value: string) => void }) => (
  <Input
    {...given}
    value={value ?? ''}
    inputMode="numeric"
    className="figure"
    autoComplete="off"
    onChange={event => onChange?.(event.target.value)}
    onBlur={() => /^[\d.\s]+$/.test(value ?? '') && onChange?.(grouped((value ?? '').replace(/[\s.]/g, '')))}
  />
);

interface RecordsProps extends FieldsProps {
  title: string;
  isRequired: boolean;
  error: string | undefined;
}

const Records = ({ title, schema, at, path, reference, error }: RecordsProps) => {
  const { t } = useWords();
  const item = schema.items ?? {};
  return (
    <fieldset className="group">
      <legend>{title}</legend>
      {error && <GroupError path={path} text={error} />}
      <Form.List name={at}>
        {(entries, { add, remove }) => (
          <>
            {entries.map((entry, index) => (
              <div key={entry.key} className="entry" role="group" aria-label={`${title}: ${t('form.entry', { n: index + 1 })}`}>
                <SchemaFields schema={item} at={[entry.name]} path={[...path, index]} reference={reference} />
                <Button size="small" onClick={() => remove(entry.name)}>
                  {t('act.remove', { n: index + 1 })}
                </Button>
              </div>
            ))}
            <Button onClick={() => add({})}>{`${t('act.add')}: ${title}`}</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
};
