import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { CaseView, Task } from '../api/views';
import { useCase, useCaseTasks, useProcedure } from '../app/queries';
import { useSession } from '../app/session';
import { DataTable } from '../parts/DataTable';
import { Due, OfficeName } from '../parts/Due';
import { PageHead } from '../parts/PageHead';
import { PageState } from '../parts/PageState';
import { day, moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { CasePanel } from './CasePanel';
import { caseName } from './caseName';
import { ReasonDialog, type CaseAct } from './ReasonDialog';

export default function CasePage() {
  const { id = '' } = useParams();
  const file = useCase(id);
  return file.data ? <CaseSheet key={id} file={file.data} /> : <PageState query={file} />;
}

const CaseSheet = ({ file }: { file: CaseView }) => {
  const { t, of, code } = useWords();
  const session = useSession();
  const procedure = useProcedure(file.procedure);
  const [asking, setAsking] = useState<CaseAct | null>(null);
  const facts: [string, React.ReactNode][] = [
    [t('task.applicant'), <strong key="a">{file.applicantName}</strong>],
    [t('case.procedure'), of(procedure?.name) || code('procedure', file.procedure)],
    [t('task.office'), <OfficeName key="o" id={file.office} />],
    [t('case.channel'), code('channel', file.channel)],
    [t('case.code'), file.referenceCode],
    [t('case.opened'), moment(file.openedAt)],
    ...(file.closedAt
      ? []
      : [
          [t('case.turn'), of(file.standing.whoseTurn)] as [string, React.ReactNode],
          [t('case.until'), file.standing.until ? `${day(file.standing.until)}: ${of(file.standing.why)}` : of(file.standing.why)] as [string, React.ReactNode],
        ]),
    ...(file.closedAt ? [[t('case.closed'), moment(file.closedAt)] as [string, React.ReactNode]] : []),
  ];
  return (
    <>
      <PageHead title={`${t('task.case')} ${caseName(file)}`} above={<Link to="/cases">{t('cases.title')}</Link>}>
        <span className={file.closedAt ? 'status closed' : 'status'}>{of(file.statusLabel)}</span>
        {!file.closedAt && session.holds(procedure?.counterRole ?? 'intake-officer', file.office) && <Button onClick={() => setAsking('withdraw')}>{t('case.withdraw')}</Button>}
        {!file.closedAt && procedure?.leaderRole && session.holds(procedure.leaderRole, file.office) && <Button onClick={() => setAsking('complex')}>{t('case.complex')}</Button>}
        {file.closedAt && procedure?.reopenRole && session.holds(procedure.reopenRole, file.office) && !file.decision && <Button onClick={() => setAsking('reopen')}>{t('case.reopen')}</Button>}
        <Button className="no-print" onClick={() => window.print()}>
          {t('act.print')}
        </Button>
      </PageHead>
      <section className="card">
        {file.subject && <p className="subject">{file.subject}</p>}
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {file.decision && <p className="decision">{t('case.decision', { number: file.decision.number, date: day(file.decision.date), signer: file.decision.signerName })}</p>}
        {file.linkedCaseId && (
          <p>
            {t('case.linked')}: <Link to={`/cases/${file.linkedCaseId}`}>{file.linkedCaseId.slice(0, 8)}</Link>
          </p>
        )}
        {file.links && <Links links={file.links} />}
        <p className="no-print">
          <a href={`/studio/workflows/instances/${file.id}/view`}>{t('case.instance')}</a>
        </p>
      </section>
      <OpenTasks id={file.id} procedure={file.procedure} />
      <CasePanel file={file} />
      {asking && <ReasonDialog file={file} act={asking} onClose={() => setAsking(null)} />}
    </>
  );
};

/** Cases that officers tied to this one. */
const Links = ({ links }: { links: NonNullable<CaseView['links']> }) => {
  const { t } = useWords();
  const tied = [
    ...(links.mergedInto ? [{ how: 'mergedInto', to: links.mergedInto }] : []),
    ...links.mergedFrom.map(to => ({ how: 'mergedFrom', to })),
    ...(links.splitFrom ? [{ how: 'splitFrom', to: links.splitFrom }] : []),
    ...links.splitOff.map(to => ({ how: 'splitOff', to })),
  ];
  return tied.map(({ how, to }) => (
    <p key={`${how} ${to.id}`}>
      {t(`case.${how}`)}: <Link to={`/cases/${to.id}`}>{to.name}</Link>
    </p>
  ));
};

const OpenTasks = ({ id, procedure }: { id: string; procedure: string }) => {
  const { t, of, code } = useWords();
  const roles = useProcedure(procedure)?.roles ?? [];
  const tasks = useCaseTasks(id);
  const open = (tasks.data?.items ?? []).filter(task => task.state === 'open' || task.state === 'claimed');
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="open-tasks">
      <h2 id="open-tasks">{t('case.tasks')}</h2>
      <DataTable<Task>
        caption={t('case.tasks')}
        rows={open}
        keyOf={task => task.id}
        empty=""
        columns={[
          { key: 'work', title: t('task.work'), show: task => <Link to={`/tasks/${task.id}`} className="strong-link">{of(task.title)}</Link> },
          { key: 'role', title: t('task.assignee'), show: task => task.assignee ?? `${of(roles.find(role => role.id === task.role)?.name) || code('role', task.role)} (${t('task.nobody')})` },
          { key: 'due', title: t('task.due'), isFigure: true, show: task => <Due at={task.dueAt} /> },
        ]}
      />
    </section>
  );
};
