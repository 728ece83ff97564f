import { useQueryClient } from '@tanstack/react-query';
import { App, Form } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../api/client';
import type { CaseNumber, Json, JsonRecord, Schema } from '../api/views';
import { useSession } from '../app/session';
import { dropDraft, readDraft, writeDraft } from '../forms/drafts';
import { useFailure } from '../forms/failure';
import { DraftNote, RecordForm } from '../forms/RecordForm';
import { initialOf, readForm } from '../forms/schema';
import { sendKeys } from '../forms/sendKey';
import { formOf } from '../forms/startSchema';
import { useWords } from '../text/i18n';

interface Props {
  procedure: string;
  office: string;
  channel: string;
  schema: Schema;
}

/** Fills in the procedure's start form and starts the case. What is typed is kept until it has gone. */
export const StartForm = ({ procedure, office, channel, schema }: Props) => {
  const { t } = useWords();
  const { user } = useSession();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm();
  const asked = useMemo(() => formOf(schema, channel), [schema, channel]);
  const failure = useFailure(form, 'start', asked);
  const keyOf = useMemo(sendKeys, []);
  const place = `${procedure}@${office}:${channel}`;
  const [draft, setDraft] = useState(() => readDraft(user, place));
  const [isBusy, setBusy] = useState(false);
  const blank = useMemo(() => initialOf(asked, null, true) as JsonRecord, [asked]);

  const discard = () => {
    dropDraft(user, place);
    setDraft(null);
    failure.clear();
    form.setFieldsValue(blank);
  };
  const start = async () => {
    if (isBusy) return;
    setBusy(true);
    failure.clear();
    try {
      const body = { office, channel, data: readForm(asked, form.getFieldsValue(true) as Json) };
      const begun = await post<{ id: string; number: CaseNumber | null }>('/api/procedures/{id}/cases', { params: { id: procedure }, body, key: keyOf(body) });
      dropDraft(user, place);
      void client.invalidateQueries({ queryKey: ['tasks'] });
      void client.invalidateQueries({ queryKey: ['cases'] });
      void message.success(t('start.done', { number: begun.number?.text ?? '' }));
      void navigate(`/cases/${begun.id}`);
    } catch (error) {
      failure.refused(error);
      setBusy(false);
    }
  };

  return (
    <section className="card" aria-labelledby="start-form">
      <h2 id="start-form">{t('start.form')}</h2>
      {draft && <DraftNote at={draft.at} onDiscard={discard} />}
      {failure.summary}
      <RecordForm
        form={form}
        name="start"
        schema={asked}
        office={office}
        initial={draft?.values['start'] ?? blank}
        errors={failure.groupErrors}
        act={t('start.submit')}
        isBusy={isBusy}
        onTyped={all => writeDraft(user, place, { outcome: channel, values: { start: all }, at: new Date().toISOString() })}
        onSend={() => void start()}
      />
    </section>
  );
};
