import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { post, Problem } from '../api/client';
import type { Json, JsonRecord, Localized } from '../api/views';
import { useOffices } from '../app/queries';
import { useSession } from '../app/session';
import { fieldAt, initialOf, isLeaf, labelOf, pathOf, readForm } from '../forms/schema';
import { SchemaFields } from '../forms/SchemaFields';
import { DataTable } from '../parts/DataTable';
import { OfficeName } from '../parts/Due';
import { day } from '../text/dates';
import { useWords } from '../text/i18n';
import { uploadOf, uploadSchema } from './uploadSchema';

/** A running limit that a set of days would move, or whose day is kept although it would. */
interface Move {
  limit: string;
  limitName: Localized;
  caseId: string;
  caseName: string;
  office: string;
  from: string | null;
  to: string | null;
  counted: string | null;
  isKept: boolean;
}

interface Preview {
  items: Move[];
  cursor: string | null;
}

/** A new set of days: entered, looked at by what it would move, and only then put in force. */
export const UploadDialog = ({ onClose }: { onClose: () => void }) => {
  const { t, language } = useWords();
  const client = useQueryClient();
  const session = useSession();
  const all = useOffices();
  const [form] = Form.useForm();
  const [shown, setShown] = useState<{ body: JsonRecord; preview: Preview } | null>(null);
  const schema = useMemo(() => {
    const own = all.filter(office => session.holds('supervisor', office.id));
    return uploadSchema(own, own.some(office => office.parentId === null));
  }, [all, session]);
  const onError = (failure: Error) => {
    if (failure instanceof Problem)
      form.setFields(failure.fields.map(wrong => ({ name: pathOf(`set.${bare(wrong.field)}`), errors: [wrong.message] })).filter(({ name }) => isField(name)));
  };
  const isField = (path: ReturnType<typeof pathOf>) => {
    const found = fieldAt(schema, path);
    return found !== undefined && isLeaf(found);
  };
  const looking = useMutation({
    mutationFn: async () => {
      form.setFields(form.getFieldsError().map(({ name }) => ({ name, errors: [] })));
      const body = uploadOf(readForm(schema, form.getFieldsValue(true) as Json));
      return { body, preview: await post<Preview>('/api/calendar/versions/preview', { body }) };
    },
    onSuccess: setShown,
    onError,
  });
  const applying = useMutation({
    mutationFn: (body: JsonRecord) => post('/api/calendar/versions', { body }),
    onSuccess: () => {
      for (const name of ['calendar', 'limits', 'board', 'case', 'explanation']) void client.invalidateQueries({ queryKey: [name] });
      onClose();
    },
    onError: failure => {
      setShown(null);
      onError(failure);
    },
  });
  const failure = applying.error ?? looking.error;
  const back = () => setShown(null);
  return (
    <Modal
      open
      width={900}
      title={t('calendar.enter')}
      closable={{ 'aria-label': t('act.close') }}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        shown
          ? [
              <Button key="back" onClick={back}>
                {t('calendar.back')}
              </Button>,
              <Button key="apply" type="primary" loading={applying.isPending} onClick={() => applying.mutate(shown.body)}>
                {t('calendar.apply')}
              </Button>,
            ]
          : [
              <Button key="cancel" onClick={onClose}>
                {t('act.cancel')}
              </Button>,
              <Button key="look" type="primary" loading={looking.isPending} onClick={() => form.submit()}>
                {t('calendar.preview')}
              </Button>,
            ]
      }
    >
      {failure && !shown && (
        <Alert
          type="error"
          role="alert"
          showIcon
          className="space-below"
          title={failure instanceof Problem ? failure.message : t('task.away')}
          description={
            failure instanceof Problem && failure.fields.length > 0 ? (
              <ul className="lines">
                {failure.fields.map((wrong, index) => (
                  <li key={index}>
                    {labelOf(schema, pathOf(`set.${bare(wrong.field)}`), language)}: {wrong.message}
                  </li>
                ))}
              </ul>
            ) : undefined
          }
        />
      )}
      <div hidden={shown !== null}>
        <Form form={form} name="calendar" layout="vertical" initialValues={initialOf(schema, null, true) as object} onFinish={() => looking.mutate()} noValidate>
          <SchemaFields schema={schema} at={[]} path={[]} />
        </Form>
      </div>
      {shown && <Moves preview={shown.preview} />}
    </Modal>
  );
};

/** A missing member is named from the body's root, a wrong value by itself. */
const bare = (field: string) => field.replace(/^(body|data|\$)\./, '');

const Moves = ({ preview }: { preview: Preview }) => {
  const { t, of } = useWords();
  return (
    <>
      <p>{t(preview.items.length === 0 ? 'calendar.movesNothing' : 'calendar.moves', { count: preview.items.length })}</p>
      {preview.cursor && <p>{t('calendar.movesMore')}</p>}
      {preview.items.length > 0 && (
        <DataTable
          caption={t('calendar.preview')}
          rows={preview.items}
          keyOf={move => move.limit}
          empty=""
          columns={[
            { key: 'limit', title: t('limit.name'), show: move => of(move.limitName) },
            { key: 'case', title: t('task.case'), show: move => <Link to={`/cases/${move.caseId}#limits`}>{move.caseName}</Link> },
            { key: 'office', title: t('task.office'), show: move => <OfficeName id={move.office} /> },
            { key: 'from', title: t('calendar.from'), isFigure: true, show: move => day(move.from) },
            { key: 'to', title: t('calendar.to'), isFigure: true, show: move => (move.isKept ? `${day(move.to)} (${t('calendar.kept', { date: day(move.counted) })})` : day(move.to)) },
          ]}
        />
      )}
    </>
  );
};
