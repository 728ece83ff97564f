import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { call, Problem } from '../api/client';
import type { Json, Limit } from '../api/views';
import { fieldAt, initialOf, readForm } from '../forms/schema';
import { SchemaFields } from '../forms/SchemaFields';
import { sendKeys } from '../forms/sendKey';
import { useWords } from '../text/i18n';
import { actSchemas, actsOf } from './actSchemas';
import { limitName } from './LimitState';

type Act = 'suspend' | 'resume' | 'extend';

/** A missing member is named from the body's root, a wrong value by itself. */
const nameOf = (field: string) => field.replace(/^(body|data|\$)\./, '');

/** Stopping, resuming and extending a limit. */
export const LimitActs = ({ limit }: { limit: Limit }) => {
  const { t, language } = useWords();
  const [act, setAct] = useState<Act | null>(null);
  return (
    <>
      {actsOf(limit).map(known => (
        <Button key={known} size="small" onClick={() => setAct(known)} aria-label={`${t(`limit.${known}`)}: ${limitName(limit, language)}`}>
          {t(`limit.${known}`)}
        </Button>
      ))}
      {act && <ActDialog limit={limit} act={act} onClose={() => setAct(null)} />}
    </>
  );
};

const ActDialog = ({ limit, act, onClose }: { limit: Limit; act: Act; onClose: () => void }) => {
  const { t, language } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const keyOf = useMemo(sendKeys, []);
  const schema = useMemo(() => actSchemas(limit.calculation.entry)[act], [limit, act]);
  const sending = useMutation({
    mutationFn: () => {
      form.setFields(form.getFieldsError().map(({ name }) => ({ name, errors: [] })));
      const body = { ...readForm(schema, form.getFieldsValue(true) as Json), expectedRevision: limit.revision };
      return call('POST', `/api/deadlines/{id}/${act}`, { params: { id: limit.id }, body, key: keyOf(body) });
    },
    onSuccess: () => {
      // The act is done: the dialog does not wait for all the figures that follow from it.
      for (const name of ['limits', 'board', 'case', 'explanation']) void client.invalidateQueries({ queryKey: [name] });
      onClose();
    },
    onError: failure => {
      if (failure instanceof Problem) form.setFields(failure.fields.filter(wrong => fieldAt(schema, [nameOf(wrong.field)])).map(wrong => ({ name: [nameOf(wrong.field)], errors: [wrong.message] })));
    },
  });
  const problem = sending.error;
  return (
    <Modal
      open
      title={`${t(`limit.${act}`)}: ${limitName(limit, language)}`}
      okText={t(`limit.${act}`)}
      cancelText={t('act.cancel')}
      closable={{ 'aria-label': t('act.close') }}
      confirmLoading={sending.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {problem && (
        <Alert
          type="error"
          role="alert"
          showIcon
          className="space-below"
          title={problem instanceof Problem ? [problem.message, ...problem.fields.filter(wrong => !fieldAt(schema, [nameOf(wrong.field)])).map(wrong => wrong.message)].join(' ') : t('task.away')}
        />
      )}
      <Form form={form} name={act} layout="vertical" initialValues={initialOf(schema, null, true) as object} onFinish={() => sending.mutate()} noValidate>
        <SchemaFields schema={schema} at={[]} path={[]} />
      </Form>
    </Modal>
  );
};
