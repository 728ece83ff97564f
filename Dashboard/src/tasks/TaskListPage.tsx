import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { get } from '../api/client';
import type { Page, TaskSummary } from '../api/views';
import { live } from '../app/queries';
import { useNow, useSession } from '../app/session';
import { StartLink } from '../cases/StartLink';
import { DataTable, type Column } from '../parts/DataTable';
import { Due, OfficeName } from '../parts/Due';
import { PageHead } from '../parts/PageHead';
import { Pager } from '../parts/Pager';
import { PageState } from '../parts/PageState';
import { compareText } from '../text/sort';
import { useWords } from '../text/i18n';
import { useTaskActs } from './taskActs';

const listQuery = (name: string, query: Record<string, string | number | boolean | null>) => ({
  queryKey: ['tasks', name, query],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Page<TaskSummary>>('/api/tasks', { query: { open: true, brief: true, ...query }, signal }),
  refetchInterval: live.tasks,
});

export default function TaskListPage() {
  const { t } = useWords();
  const session = useSession();
  const [search] = useSearchParams();
  const mine = useQuery(listQuery('mine', { assignee: 'me', limit: 200 }));
  const office = useQuery(listQuery('office', { cursor: search.get('cursor'), limit: 50 }));
  const isSupervisor = session.holds('supervisor');
  const others = (office.data?.items ?? []).filter(task => task.assignee !== session.user);
  return (
    <>
      <PageHead title={t('tasks.title')}>
        <StartLink />
      </PageHead>
      <section aria-labelledby="mine">
        <h2 id="mine">
          {t('tasks.mine')} {mine.data && <span className="count">{mine.data.items.length}</span>}
        </h2>
        {mine.data ? <TaskTable caption={t('tasks.mine')} tasks={mine.data.items} empty={t('tasks.noneMine')} /> : <PageState query={mine} />}
      </section>
      <section aria-labelledby="office">
        <h2 id="office">
          {t(isSupervisor ? 'tasks.officeOf' : 'tasks.office')} {office.data && <span className="count">{others.length}</span>}
        </h2>
        {office.data ? (
          <>
            <TaskTable caption={t('tasks.office')} tasks={others} empty={t('tasks.noneOffice')} withAssignee />
            <Pager cursor={office.data.cursor} />
            <p className="muted no-print">{t('tasks.live')}</p>
          </>
        ) : (
          <PageState query={office} />
        )}
      </section>
    </>
  );
}

const TaskTable = ({ caption, tasks, empty, withAssignee = false }: { caption: string; tasks: TaskSummary[]; empty: string; withAssignee?: boolean }) => {
  const { t, of } = useWords();
  const session = useSession();
  const now = useNow();
  const acts = useTaskActs();
  // What was there when the page opened is not new; what comes later is marked until it is looked at.
  const first = useRef<Set<string> | null>(null);
  first.current ??= new Set(tasks.map(task => task.id));
  const columns: Column<TaskSummary>[] = [
    {
      key: 'work',
      title: t('task.work'),
      compare: (a, b) => compareText(of(a.title), of(b.title)),
      show: task => (
        <>
          <Link to={`/tasks/${task.id}`} className="strong-link">
            {of(task.title)}
          </Link>
          {typeof task.context?.['addressee'] === 'string' && <span className="sub">{task.context['addressee']}</span>}
        </>
      ),
    },
    {
      key: 'case',
      title: t('task.case'),
      compare: (a, b) => compareText(a.case?.number ?? '', b.case?.number ?? ''),
      show: task => <Link to={`/cases/${task.caseId}`}>{task.case?.number ?? task.case?.referenceCode ?? task.caseId.slice(0, 8)}</Link>,
    },
    { key: 'applicant', title: t('task.applicant'), compare: (a, b) => compareText(a.case?.applicantName ?? '', b.case?.applicantName ?? ''), show: task => task.case?.applicantName ?? '' },
    { key: 'due', title: t('task.due'), isFigure: true, compare: (a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'), show: task => <Due at={task.dueAt} /> },
  ];
  if (new Set(session.grants.map(grant => grant.office)).size > 1) columns.push({ key: 'office', title: t('task.office'), show: task => <OfficeName id={task.office} /> });
  if (withAssignee)
    columns.push({
      key: 'assignee',
      title: t('task.assignee'),
      show: task =>
        task.assignee ??
        (session.holds(task.role, task.office) ? (
          <Button size="small" loading={acts.claim.isPending && acts.claim.variables.id === task.id} onClick={() => acts.claim.mutate(task)} aria-label={`${t('task.claim')}: ${of(task.title)}, ${task.case?.number ?? ''}`}>
            {t('task.claim')}
          </Button>
        ) : (
          <span className="muted">{t('task.nobody')}</span>
        )),
    });
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={tasks}
      keyOf={task => task.id}
      empty={empty}
      tone={task => [task.dueAt && new Date(task.dueAt).getTime() <= now ? 'row-late' : '', first.current?.has(task.id) ? '' : 'row-new'].join(' ').trim() || undefined}
    />
  );
};
