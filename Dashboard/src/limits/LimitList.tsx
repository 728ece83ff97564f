import { Button, Checkbox, Radio } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { addressOf } from '../api/client';
import type { Limit, LimitPage } from '../api/views';
import { useNow, useSession } from '../app/session';
import { useOffices } from '../app/queries';
import { DataTable, type Column } from '../parts/DataTable';
import { OfficeName } from '../parts/Due';
import { Pager } from '../parts/Pager';
import { PageState } from '../parts/PageState';
import { fromNumber, instantOf, toNumber } from '../text/dates';
import { useWords } from '../text/i18n';
import { soonDays, useDueSoon, useLimits, useNames } from './boardQueries';
import { ExplanationDialog } from './ExplanationDialog';
import { LimitActDialog, LimitActs, type BegunAct } from './LimitActs';
import { LimitDue } from './LimitDue';
import { LimitState, limitName } from './LimitState';
import { ReassignDialog } from './ReassignDialog';
import { shows, useBoardAddress, type Show } from './useBoardAddress';

/** The limits behind a figure, and what a supervisor may do about them. */
export const LimitList = ({ withChoice = false }: { withChoice?: boolean }) => {
  const { t } = useWords();
  const address = useBoardAddress();
  const session = useSession();
  const now = useNow();
  const { hash } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  const show: Show = address.show ?? (withChoice ? 'running' : 'missed');
  const isSupervisor = session.holds('supervisor');
  const due = useDueSoon({ office: address.office, procedure: address.procedure }, show === 'soon' && isSupervisor);
  // The end of the last of the days that count as soon; offices may differ, so the latest of them.
  const lastDay = Object.values(due.data?.until ?? {}).sort().at(-1);
  const dueBefore = show === 'soon' ? (lastDay ? instantOf(`${fromNumber(toNumber(lastDay) + 1)}T00:00`) : new Date(now + soonDays * 86_400_000).toISOString().slice(0, 13) + ':00:00Z') : null;
  const { cell } = address;
  const asked = {
    procedure: address.procedure,
    state: show === 'soon' ? 'running' : show,
    dueBefore,
    ...(cell ? { office: cell.office, below: false as const, step: cell.step, limitId: null } : { office: address.office, limitId: address.limitId }),
  };
  const limits = useLimits({ ...asked, cursor: address.cursor });
  useEffect(() => {
    if (hash === '#list') {
      heading.current?.scrollIntoView();
      heading.current?.focus({ preventScroll: true });
    }
  }, [hash, show, address.office, address.procedure, address.limitId, cell?.office, cell?.step]);
  return (
    <section id="list" aria-labelledby="list-title">
      <h2 id="list-title" ref={heading} tabIndex={-1}>
        {t(`show:${show}`, { count: soonDays })}
      </h2>
      {cell && <CellLine office={cell.office} step={cell.step} />}
      {withChoice && (
        <Radio.Group
          className="no-print space-below"
          aria-label={t('limit.state')}
          role="radiogroup"
          value={show}
          onChange={event => address.put({ show: event.target.value as string })}
          optionType="button"
          options={shows.filter(known => known !== 'soon' && known !== 'open').map(known => ({ value: known, label: t(`show:${known}`) }))}
        />
      )}
      <p className="no-print">
        {(['csv', 'xlsx'] as const).map(format => (
          <a
            key={format}
            className="export"
            href={addressOf('/api/deadlines/export', {}, { ...asked, format })}
            download
          >
            {t('act.export', { format: format.toUpperCase() })}
          </a>
        ))}
      </p>
      {limits.data ? <Rows page={limits.data} isSupervisor={isSupervisor} /> : <PageState query={limits} />}
    </section>
  );
};

/** Which cell of the board the list is of, and the way out of it. */
const CellLine = ({ office, step }: { office: string; step: string }) => {
  const { t, of } = useWords();
  const { office: within, procedure, to } = useBoardAddress();
  const names = useNames({ office: within, procedure });
  return (
    <p>
      <OfficeName id={office} />: {of(names.steps.get(step)) || step}{' '}
      <Link to={to({ show: null })} className="no-print">
        {t('act.clear')}
      </Link>
    </p>
  );
};

const Rows = ({ page, isSupervisor }: { page: LimitPage; isSupervisor: boolean }) => {
  const { items: limits, cursor, cases } = page;
  const { t, language } = useWords();
  const session = useSession();
  const offices = useOffices();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Dialogs keep what was on the page when they were opened: the list goes on changing behind them.
  const [reassigned, setReassigned] = useState<Limit[] | null>(null);
  const [begun, setBegun] = useState<BegunAct | null>(null);
  const [explained, setExplained] = useState<Limit | null>(null);
  const nameOf = (limit: Limit) => cases?.[limit.instanceId]?.number ?? cases?.[limit.instanceId]?.referenceCode ?? limit.instanceId.slice(0, 8);
  const picked = limits.filter(limit => chosen.has(limit.id));
  const toggle = (id: string) => setChosen(before => new Set(before.has(id) ? [...before].filter(other => other !== id) : [...before, id]));
  const columns: Column<Limit>[] = [
    {
      key: 'name',
      title: t('limit.name'),
      show: limit => (
        <>
          {isSupervisor && (limit.state === 'running' || limit.state === 'missed') && (
            <Checkbox className="no-print" checked={chosen.has(limit.id)} onChange={() => toggle(limit.id)} aria-label={`${t('board.choose')}: ${limitName(limit, language)}, ${nameOf(limit)}`} />
          )}{' '}
          {limitName(limit, language)}
          <span className="sub">{limit.legalBasis}</span>
        </>
      ),
    },
    {
      key: 'case',
      title: t('task.case'),
      show: limit => (
        <>
          <Link to={`/cases/${limit.instanceId}#limits`} className="strong-link">
            {nameOf(limit)}
          </Link>
          <span className="sub">{cases?.[limit.instanceId]?.applicantName}</span>
        </>
      ),
    },
    ...(offices.length > 1 ? [{ key: 'office', title: t('task.office'), show: (limit: Limit) => <OfficeName id={limit.office} /> }] : []),
    { key: 'state', title: t('limit.state'), show: limit => <LimitState limit={limit} /> },
    { key: 'due', title: t('limit.due'), isFigure: true, show: limit => <LimitDue limit={limit} /> },
    {
      key: 'acts',
      title: t('board.acts'),
      show: limit => (
        <span className="row-acts">
          <Button size="small" onClick={() => setExplained(limit)} aria-label={`${t('limit.explain')}: ${limitName(limit, language)}`}>
            {t('limit.explain')}
          </Button>
          {session.holds('supervisor', limit.office) && <LimitActs limit={limit} onBegin={setBegun} />}
        </span>
      ),
    },
  ];
  return (
    <>
      {picked.length > 0 && (
        <p className="chosen" aria-live="polite">
          <span>{t('board.chosen', { count: picked.length })}</span>
          <Button type="primary" size="small" onClick={() => setReassigned(picked)}>
            {t('task.assign')}
          </Button>
          <Button size="small" onClick={() => setChosen(new Set())}>
            {t('act.clear')}
          </Button>
        </p>
      )}
      <DataTable caption={t('board.title')} rows={limits} keyOf={limit => limit.id} empty={t('board.none')} tone={limit => (limit.state === 'missed' ? 'row-late' : undefined)} columns={columns} />
      <Pager cursor={cursor} />
      {explained && <ExplanationDialog limit={explained} onClose={() => setExplained(null)} />}
      {begun && <LimitActDialog begun={begun} onClose={() => setBegun(null)} />}
      {reassigned && (
        <ReassignDialog
          limits={reassigned}
          onClose={() => {
            setReassigned(null);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
};
