import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Radio } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { post, Problem, ServerAway, type FieldError } from '../api/client';
import type { CaseView, Json, JsonRecord, Task } from '../api/views';
import { useSession } from '../app/session';
import { dropDraft, readDraft, writeDraft } from '../forms/drafts';
import { fieldAt, initialOf, isLeaf, labelOf, pathOf, readForm, type Path } from '../forms/schema';
import { GroupErrors, SchemaFields } from '../forms/SchemaFields';
import { sendKeys } from '../forms/sendKey';
import { moment } from '../text/dates';
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

type Failure = { kind: 'fields'; fields: FieldError[]; text: string } | { kind: 'words'; text: string };

/** Chooses an outcome, fills in its form and completes the task. What is typed is kept until it has gone. */
export const OutcomeForm = ({ task, seen, file, onStale, onDone }: Props) => {
  const { t, of, language } = useWords();
  const { user, displayName } = useSession();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => readDraft(user, task.id));
  const [chosen, setChosen] = useState<string | null>(() => draft?.outcome ?? (task.outcomes.length === 1 ? task.outcomes[0]!.name : null));
  const values = useRef<Record<string, JsonRecord>>(draft?.values ?? {});
  const [form] = Form.useForm();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [letters, setLetters] = useState<PreviewLetter[] | null>(null);
  const keyOf = useMemo(sendKeys, []);
  const summary = useRef<HTMLDivElement>(null);
  const outcome = task.outcomes.find(offered => offered.name === chosen);

  // What is known already stands in the fields, so that the officer corrects instead of copying.
  const known = useMemo<JsonRecord>(() => ({ request: file.request, original: file.request, visit: { officer: user, officerName: displayName } }), [file.request, user, displayName]);
  const initial = useMemo(
    () => (outcome?.schema ? ((values.current[outcome.name] ?? initialOf(outcome.schema, known, true)) as JsonRecord) : {}),
    [outcome, known],
  );

  useEffect(() => {
    if (failure) summary.current?.focus();
  }, [failure]);

  const keep = (name: string, next?: JsonRecord) => {
    if (next) values.current = { ...values.current, [name]: next };
    writeDraft(user, task.id, { outcome: name, values: values.current, at: new Date().toISOString() });
  };
  const discard = () => {
    dropDraft(user, task.id);
    values.current = {};
    setDraft(null);
    setFailure(null);
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
    if (error instanceof Problem && error.fields.length > 0) {
      form.setFields(error.fields.filter(wrong => outcome?.schema && isShownAtField(wrong)).map(wrong => ({ name: pathOf(wrong.field), errors: [wrong.message] })));
      setFailure({ kind: 'fields', fields: error.fields, text: error.message });
    } else setFailure({ kind: 'words', text: error instanceof ServerAway ? t('task.away') : error instanceof Error ? error.message : String(error) });
  };
  const isShownAtField = (wrong: FieldError) => {
    const field = fieldAt(outcome?.schema ?? null, pathOf(wrong.field));
    return field !== undefined && isLeaf(field);
  };

  const complete = async () => {
    setBusy(true);
    setFailure(null);
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
    setFailure(null);
    form.setFields(form.getFieldsError().map(({ name }) => ({ name, errors: [] })));
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

  const groupErrors = useMemo(
    () => new Map(failure?.kind === 'fields' ? failure.fields.filter(wrong => !isShownAtField(wrong)).map(wrong => [pathOf(wrong.field).join('.'), wrong.message] as const) : []),
    [failure, outcome],
  );
  const goTo = (path: Path) => {
    const target = document.getElementById(`outcome_${path.join('_')}`) ?? document.getElementById(`group-${path.join('-')}`);
    target?.scrollIntoView({ block: 'center' });
    (target?.matches('input, textarea, [tabindex]') ? target : target?.querySelector<HTMLElement>('input'))?.focus();
  };

  return (
    <section className="card" aria-labelledby="form-title">
      <h2 id="form-title">{t('task.form')}</h2>
      {draft && (
        <Alert
          type="info"
          showIcon
          className="space-below"
          title={t('task.draft', { when: moment(draft.at) })}
          action={
            <Button size="small" onClick={discard}>
              {t('task.discard')}
            </Button>
          }
        />
      )}
      {failure && (
        <div ref={summary} tabIndex={-1} role="alert" className="errors">
          {failure.kind === 'words' ? (
            <p>{failure.text}</p>
          ) : (
            <>
              <p>{failure.fields.length > 1 ? t('task.wrong', { count: failure.fields.length }) : t('task.wrongOne')}</p>
              <ul>
                {failure.fields.map(wrong => (
                  <li key={`${wrong.field} ${wrong.rule}`}>
                    <a
                      href={`#outcome_${pathOf(wrong.field).join('_')}`}
                      onClick={event => {
                        event.preventDefault();
                        goTo(pathOf(wrong.field));
                      }}
                    >
                      {labelOf(outcome?.schema ?? null, pathOf(wrong.field), language)}
                    </a>
                    : {wrong.message}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
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
              setFailure(null);
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
        <Form
          key={outcome.name}
          form={form}
          name="outcome"
          layout="vertical"
          initialValues={initial}
          onValuesChange={(_changed, all) => keep(outcome.name, all as JsonRecord)}
          onFinish={() => void begin()}
          // Enter in a field ends the field; an act of law is done by its button alone.
          onKeyDown={event => event.key === 'Enter' && event.target instanceof HTMLInputElement && event.preventDefault()}
          autoComplete="off"
          noValidate
        >
          <GroupErrors value={groupErrors}>
            {outcome.schema && <SchemaFields schema={outcome.schema} at={[]} path={[]} reference={file.request ? { under: 'original', value: file.request } : undefined} />}
          </GroupErrors>
          <div className="form-acts">
            <Button type="primary" htmlType="submit" loading={isBusy} size="large">
              {`${t('task.complete')}: ${of(outcome.label)}`}
            </Button>
          </div>
        </Form>
      )}
      {letters && <PreviewDialog letters={letters} isBusy={isBusy} onClose={() => setLetters(null)} onSend={() => void complete()} />}
    </section>
  );
};

/** The letters that completing would send, as the server would write them. */
const previewOf = async (id: string, sent: unknown) => (await post<{ letters: PreviewLetter[] }>('/api/tasks/{id}/preview', { params: { id }, body: sent })).letters;
