import { useQueryClient } from '@tanstack/react-query';
import { Form, Radio } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { post, Problem } from '../api/client';
import type { CaseView, Json, JsonRecord, Task } from '../api/views';
import { useSession } from '../app/session';
import { dropDraft, readDraft, writeDraft } from '../forms/drafts';
import { useFailure } from '../forms/failure';
import { DraftNote, RecordForm } from '../forms/RecordForm';
import { initialOf, readForm } from '../forms/schema';
import { sendKeys } from '../forms/sendKey';
import { useWords } from '../text/i18n';
import { PreviewDialog, type PreviewLetter } from './PreviewDialog';

interface Props {
  task: Task;
  /** The task as the person saw it when he began; its revision is the one that is answered to. */
  seen: Task;
  file: CaseView;
  onStale: () => void;
  onDone: () => void;
}

/** Chooses an outcome, fills in its form and completes the task. What is typed is kept until it has gone. */
export const OutcomeForm = ({ task, seen, file, onStale, onDone }: Props) => {
  const { t, of } = useWords();
  const { user, displayName } = useSession();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => readDraft(user, task.id));
  const [chosen, setChosen] = useState<string | null>(() => draft?.outcome ?? (task.outcomes.length === 1 ? task.outcomes[0]!.name : null));
  const values = useRef<Record<string, JsonRecord>>(draft?.values ?? {});
  const [form] = Form.useForm();
  const [isBusy, setBusy] = useState(false);
  const [letters, setLetters] = useState<PreviewLetter[] | null>(null);
  const keyOf = useMemo(sendKeys, []);
  const outcome = task.outcomes.find(offered => offered.name === chosen);
  const failure = useFailure(form, 'outcome', outcome?.schema ?? null);

  // What is known already stands in the fields, so that the officer corrects instead of copying.
  const known = useMemo<JsonRecord>(() => ({ request: file.request, original: file.request, visit: { officer: user, officerName: displayName }, ...(task.context?.['known'] as JsonRecord | undefined) }), [file.request, user, displayName, task.context]);
  const initial = useMemo(
    () => (outcome?.schema ? ((values.current[outcome.name] ?? initialOf(outcome.schema, known, true)) as JsonRecord) : {}),
    [outcome, known],
  );

  const keep = (name: string, next?: JsonRecord) => {
    if (next) values.current = { ...values.current, [name]: next };
    writeDraft(user, task.id, { outcome: name, values: values.current, at: new Date().toISOString() });
  };
  const discard = () => {
    dropDraft(user, task.id);
    values.current = {};
    setDraft(null);
    failure.clear();
    if (outcome?.schema) form.setFieldsValue(initialOf(outcome.schema, known, true));
  };
  const body = () => ({
    outcome: chosen!,
    expectedRevision: seen.revision,
    ...(outcome?.schema ? { data: readForm(outcome.schema, form.getFieldsValue(true) as Json) } : {}),
  });

  const refused = (error: unknown) => {
    setLetters(null);
    if (error instanceof Problem && ['stale-revision', 'claimed-by-another', 'task-closed'].includes(error.rule)) onStale();
    failure.refused(error);
  };

  const complete = async () => {
    setBusy(true);
    failure.clear();
    try {
      const sent = body();
      await post('/api/tasks/{id}/complete', { params: { id: task.id }, body: sent, key: keyOf(sent) });
      dropDraft(user, task.id);
      setLetters(null);
      onDone();
      await Promise.all([client.invalidateQueries({ queryKey: ['tasks'] }), client.invalidateQueries({ queryKey: ['case', task.caseId] }), client.invalidateQueries({ queryKey: ['task', task.id] })]);
    } catch (error) {
      refused(error);
    } finally {
      setBusy(false);
    }
  };

  /** A letter that the outcome would send is seen before it goes; an outcome without one goes at once. */
  const begin = async () => {
    if (!chosen || isBusy) return;
    setBusy(true);
    failure.clear();
    let found: PreviewLetter[] = [];
    try {
      found = await previewOf(task.id, body());
    } catch (error) {
      setBusy(false);
      refused(error);
      return;
    }
    setBusy(false);
    if (found.length > 0) setLetters(found);
    else await complete();
  };

  return (
    <section className="card" aria-labelledby="form-title">
      <h2 id="form-title">{t('task.form')}</h2>
      {draft && <DraftNote at={draft.at} onDiscard={discard} />}
      {failure.summary}
      {task.outcomes.length > 1 && (
        <fieldset className="plain outcomes">
          <legend>{t('task.outcome')}</legend>
          <Radio.Group
            name="outcome-choice"
            value={chosen}
            className="stacked"
            onChange={event => {
              if (outcome) values.current = { ...values.current, [outcome.name]: form.getFieldsValue(true) as JsonRecord };
              setChosen(event.target.value as string);
              failure.clear();
              keep(event.target.value as string);
            }}
          >
            {task.outcomes.map(offered => (
              <Radio key={offered.name} value={offered.name}>
                {of(offered.label)}
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
      )}
      {outcome && (
        <RecordForm
          key={outcome.name}
          form={form}
          name="outcome"
          schema={outcome.schema}
          office={task.office}
          initial={initial}
          errors={failure.groupErrors}
          reference={file.request ? { under: 'original', value: file.request } : undefined}
          act={`${t('task.complete')}: ${of(outcome.label)}`}
          isBusy={isBusy}
          onTyped={all => keep(outcome.name, all)}
          onSend={() => void begin()}
        />
      )}
      {letters && <PreviewDialog letters={letters} isBusy={isBusy} onClose={() => setLetters(null)} onSend={() => void complete()} />}
    </section>
  );
};

/** The letters that completing would send, as the server would write them. */
const previewOf = async (id: string, sent: unknown) => (await post<{ letters: PreviewLetter[] }>('/api/tasks/{id}/preview', { params: { id }, body: sent })).letters;
