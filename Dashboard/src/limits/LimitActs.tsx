import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Modal } from 'antd';
import { useMemo } from 'react';
import { call, Problem } from '../api/client';
import type { Json, Limit } from '../api/views';
import { fieldAt, initialOf, readForm } from '../forms/schema';
import { SchemaFields } from '../forms/SchemaFields';
import { sendKeys } from '../forms/sendKey';
import { useWords } from '../text/i18n';
import { actSchemas, actsOf } from './actSchemas';
import { limitName } from './LimitState';

type Act = 'suspend' | 'resume' | 'extend';

/** An act that has been begun, on the limit as it stood then: whatever becomes of it meanwhile, that is what the person answers to. */
export interface BegunAct {
  limit: Limit;
  act: Act;
}

/** A missing member is named from the body's root, a wrong value by itself. */
const nameOf = (field: string) => field.replace(/^(body|data|\$)\./, '');

/** Stopping, resuming and extending a limit: the buttons. Their dialog ({@link LimitActDialog}) stands outside of the list, which may lose the limit. */
export const LimitActs = ({ limit, onBegin }: { limit: Limit; onBegin: (begun: BegunAct) => void }) => {
  const { t, language } = useWords();
  return actsOf(limit).map(act => (
    <Button key={act} size="small" onClick={() => onBegin({ limit, act })} aria-label={`${t(`limit.${act}`)}: ${limitName(limit, language)}`}>
      {t(`limit.${act}`)}
    </Button>
  ));
};

export const LimitActDialog = ({ begun: { limit, act }, onClose }: { begun: BegunAct; onClose: () => void }) => {
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
