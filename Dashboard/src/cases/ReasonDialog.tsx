import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Checkbox, Form, Input, Modal } from 'antd';
import { post, Problem } from '../api/client';
import type { CaseView } from '../api/views';
import { useWords } from '../text/i18n';

const paths = { withdraw: '/api/cases/{id}/withdraw', reopen: '/api/cases/{id}/reopen', complex: '/api/cases/{id}/complex' } as const;

export type CaseAct = keyof typeof paths;

interface Given {
  reason?: string;
  severalPlaces?: boolean;
}

/** An act on the whole case that is done with a reason. */
export const ReasonDialog = ({ file, act, onClose }: { file: CaseView; act: CaseAct; onClose: () => void }) => {
  const { t } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const sending = useMutation({
    mutationFn: (given: Given) => post(paths[act], { params: { id: file.id }, body: { ...given, reason: given.reason ?? '' } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['case', file.id] });
      onClose();
    },
    onError: failure => {
      if (failure instanceof Problem) form.setFields(failure.fields.filter(wrong => /^(data\.)?reason$/.test(wrong.field)).map(wrong => ({ name: 'reason' as const, errors: [wrong.message] })));
    },
  });
  return (
    <Modal
      open
      title={t(`case.${act}`)}
      okText={t(`case.${act}`)}
      cancelText={t('act.cancel')}
      closable={{ 'aria-label': t('act.close') }}
      confirmLoading={sending.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {sending.error && <Alert type="error" showIcon role="alert" className="space-below" title={sending.error instanceof Problem ? sending.error.message : t('task.away')} />}
      <Form form={form} name="reason" layout="vertical" onFinish={values => sending.mutate(values)}>
        <Form.Item name="reason" label={t('case.reason')} required>
          <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2000} autoFocus />
        </Form.Item>
        {act === 'complex' && file.procedure === 'compensation-claim' && (
          <Form.Item name="severalPlaces" valuePropName="checked">
            <Checkbox>{t('case.severalPlaces')}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
};
