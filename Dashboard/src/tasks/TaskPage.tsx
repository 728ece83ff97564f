import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { CaseView, Localized, Task } from '../api/views';
import { useCase, useCaseTasks, useTask } from '../app/queries';
import { useSession } from '../app/session';
import { CasePanel } from '../cases/CasePanel';
import { caseName } from '../cases/caseName';
import { readDraft } from '../forms/drafts';
import { Due } from '../parts/Due';
import { PageHead } from '../parts/PageHead';
import { PageState } from '../parts/PageState';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { AssignDialog } from './AssignDialog';
import { changesOf } from './changes';
import { Known } from './Known';
import { OutcomeForm } from './OutcomeForm';
import { useTaskActs } from './taskActs';

export default function TaskPage() {
  const { id = '' } = useParams();
  const task = useTask(id);
  if (!task.data) return <PageState query={task} />;
  return <TaskOfCase key={id} task={task.data} refresh={() => void task.refetch()} />;
}

const TaskOfCase = ({ task, refresh }: { task: Task; refresh: () => void }) => {
  const file = useCase(task.caseId);
  const tasks = useCaseTasks(task.caseId);
  const current = tasks.data?.items.find(other => other.id === task.id);
  // The case's list is watched anyway; when it shows another revision, the task itself is asked for.
  useEffect(() => {
    if (current && current.revision > task.revision) refresh();
  }, [current, task.revision, refresh]);
  if (!file.data) return <PageState query={file} />;
  return <TaskView task={task} file={file.data} refresh={refresh} others={(tasks.data?.items ?? []).filter(other => other.id !== task.id)} />;
};

const TaskView = ({ task, file, others, refresh }: { task: Task; file: CaseView; others: Task[]; refresh: () => void }) => {
  const { t, of } = useWords();
  const session = useSession();
  const acts = useTaskActs();
  const [seen, setSeen] = useState(task);
  const [isAssigning, setAssigning] = useState(false);
  const [isDone, setDone] = useState(false);
  const isOpen = task.state === 'open' || task.state === 'claimed';
  const isCandidate = session.holds(task.role, task.office);
  const mayAssign = session.holds('supervisor', task.office) || session.holds('head', task.office);
  const isMine = task.assignee === session.user;
  const hasTyped = readDraft(session.user, task.id) !== null;
  const changes = isDone ? [] : changesOf(seen, task);
  // What changed by the person's own act, or before anything was typed, needs no warning.
  const isOwn = seen.revision !== task.revision && (!hasTyped || (isOpen && isMine));
  useEffect(() => {
    if (isOwn) setSeen(task);
  }, [isOwn, task]);
  const title = of(task.title);
  const addressee = typeof task.context?.['addressee'] === 'string' ? task.context['addressee'] : null;
  const missing = Array.isArray(task.context?.['missing']) ? (task.context['missing'] as (Localized | string)[]).map(of) : [];
  const outcomeLabel = (name: string) => of(task.outcomes.find(outcome => outcome.name === name)?.label) || name;
  const next = others.filter(other => (other.state === 'open' || other.state === 'claimed') && session.holds(other.role, other.office));
  return (
    <>
      <PageHead
        title={addressee ? `${title}: ${addressee}` : title}
        above={
          <>
            <Link to="/tasks">{t('tasks.title')}</Link> <span aria-hidden="true">/</span> <Link to={`/cases/${task.caseId}`}>{caseName(file)}</Link>
          </>
        }
      >
        {isOpen && isCandidate && !task.assignee && (
          <Button type="primary" loading={acts.claim.isPending} onClick={() => acts.claim.mutate(task)}>
            {t('task.claim')}
          </Button>
        )}
        {isOpen && task.assignee && (isMine || session.holds('supervisor', task.office)) && (
          <Button loading={acts.release.isPending} onClick={() => acts.release.mutate(task)}>
            {t('task.release')}
          </Button>
        )}
        {isOpen && mayAssign && <Button onClick={() => setAssigning(true)}>{t('task.assign')}</Button>}
      </PageHead>
      <p className="task-line">
        {isOpen && <Due at={task.dueAt} />}
        <span>
          {t('task.applicant')}: <strong>{file.applicantName}</strong>
        </span>
        <span>
          {t('task.assignee')}: {task.assignee ?? t('task.nobody')}
        </span>
      </p>
      {changes.length > 0 && !isOwn && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          className="space-below"
          title={t('task.stale')}
          description={
            <>
              {changes.map(change => (
                <p key={change.kind}>
                  {change.kind === 'assignee' && t('task.stale.assignee', { from: change.from ?? t('task.nobody'), to: change.to ?? t('task.nobody') })}
                  {change.kind === 'state' && t('task.stale.state', { from: t(`task.${change.from}`), to: t(`task.${change.to}`) })}
                  {change.kind === 'done' && t('task.stale.done', { who: change.by, outcome: outcomeLabel(change.outcome), when: moment(change.at) })}
                </p>
              ))}
              <p>{t(isOpen ? 'task.stale.kept' : 'task.stale.closed')}</p>
            </>
          }
          action={
            isOpen && (
              <Button size="small" onClick={() => setSeen(task)}>
                {t('act.close')}
              </Button>
            )
          }
        />
      )}
      <div className="beside">
        <div>
          {isOpen && missing.length > 0 && (
            <Alert
              type="warning"
              showIcon
              className="space-below"
              title={t('task.missing')}
              description={
                <ul>
                  {missing.map(item => (
                    <li key={item}>{item}</li>
                  ))}
                </ul>
              }
            />
          )}
          {isOpen && <Known context={task.context} />}
          {isOpen && !isCandidate && <Alert type="info" showIcon className="space-below" title={t('task.notYours')} />}
          {isOpen && isCandidate && task.assignee && !isMine && <Alert type="info" showIcon className="space-below" title={t('task.heldBy', { who: task.assignee })} />}
          {!isOpen && (
            <section className="card" aria-live="polite">
              <h2>{t(`task.${task.state}`)}</h2>
              <p>
                {task.state === 'completed'
                  ? t('task.doneBy', { who: task.completedBy, when: moment(task.endedAt), outcome: outcomeLabel(task.outcome ?? '') })
                  : t('task.cancelledAt', { when: moment(task.endedAt) })}
              </p>
              {next.length > 0 && <h3>{t('task.next')}</h3>}
              {next.map(other => (
                <p key={other.id}>
                  <Link to={`/tasks/${other.id}`} className="strong-link">
                    {of(other.title)}
                    {typeof other.context?.['addressee'] === 'string' ? `: ${other.context['addressee']}` : ''}
                  </Link>
                </p>
              ))}
              <p>
                <Link to={`/cases/${task.caseId}`}>{caseName(file)}</Link>
              </p>
            </section>
          )}
          {isCandidate && !isDone && (isOpen ? !task.assignee || isMine : hasTyped && changes.length > 0) && (
            <OutcomeForm task={task} seen={seen} file={file} onStale={refresh} onDone={() => setDone(true)} />
          )}
        </div>
        <CasePanel file={file} isBeside />
      </div>
      {isAssigning && <AssignDialog task={task} onClose={() => setAssigning(false)} />}
    </>
  );
};
