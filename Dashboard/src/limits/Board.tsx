import { Select } from 'antd';
import { useId } from 'react';
import { Link } from 'react-router';
import { Problem } from '../api/client';
import type { LimitCounts, LimitTotals } from '../api/views';
import { useOffices, useProcedures } from '../app/queries';
import { DataTable } from '../parts/DataTable';
import { useOfficeNames } from '../parts/Due';
import { PageState } from '../parts/PageState';
import { Tabs } from '../parts/Tabs';
import { compareText } from '../text/sort';
import { useWords } from '../text/i18n';
import { soonDays, useCauses, useDueSoon, useNames, useSteps, useTotals } from './boardQueries';
import { HeatMap } from './HeatMap';
import { LimitList } from './LimitList';
import { noCell, useBoardAddress } from './useBoardAddress';

/** What a supervisor watches: how limits stand, where they stand, and the list behind each figure. */
export const Board = () => {
  const address = useBoardAddress();
  const scope = { office: address.office, procedure: address.procedure };
  const all = useTotals(scope, 'office');
  if (all.error instanceof Problem && all.error.rule === 'no-such-path') return <LimitList withChoice />;
  return (
    <>
      <ScopeChoice />
      {all.data ? <Tiles counts={all.data.all} /> : <PageState query={all} />}
      <Groups />
      <Heat />
      <Causes />
      <LimitList />
    </>
  );
};

const ScopeChoice = () => {
  const { t, of } = useWords();
  const { office, procedure, put } = useBoardAddress();
  const offices = useOffices();
  const procedures = useProcedures();
  const id = useId();
  return (
    <div className="filters no-print">
      <div className="grow">
        <label htmlFor={`${id}-office`}>{t('board.office')}</label>
        <Select
          id={`${id}-office`}
          className="wide-field"
          allowClear
          value={office ?? undefined}
          placeholder={t('cases.all')}
          onChange={value => put({ office: value, ...noCell })}
          options={offices.map(known => ({ value: known.id, label: of(known.name) })).sort((a, b) => compareText(a.label, b.label))}
        />
      </div>
      <div className="grow">
        <label htmlFor={`${id}-procedure`}>{t('case.procedure')}</label>
        <Select
          id={`${id}-procedure`}
          className="wide-field"
          allowClear
          value={procedure ?? undefined}
          placeholder={t('cases.all')}
          onChange={value => put({ procedure: value, ...noCell })}
          options={procedures.map(known => ({ value: known.id, label: of(known.name) }))}
        />
      </div>
    </div>
  );
};

const Tiles = ({ counts }: { counts: LimitCounts }) => {
  const { t } = useWords();
  const { office, procedure, to, show } = useBoardAddress();
  const due = useDueSoon({ office, procedure });
  const tiles = [
    { key: 'missed', value: counts.missed, tone: counts.missed > 0 ? 'late' : '' },
    { key: 'soon', value: due.data?.total ?? null, tone: (due.data?.total ?? 0) > 0 ? 'soon' : '' },
    { key: 'suspended', value: counts.suspended, tone: '' },
    { key: 'running', value: counts.running, tone: '' },
    { key: 'metLate', value: counts.metLate, tone: '' },
    { key: 'met', value: counts.met, tone: '' },
  ];
  return (
    <ul className="tiles" aria-label={t('board.figures')}>
      {tiles.map(tile => (
        <li key={tile.key}>
          <Link to={to({ show: tile.key, limitId: null })} className={`tile ${tile.tone}`} aria-current={show === tile.key ? 'true' : undefined}>
            <span className="tile-value">{tile.value ?? '…'}</span>
            <span>{t(`show:${tile.key}`, { count: soonDays })}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
};

const Groups = () => {
  const { t } = useWords();
  const address = useBoardAddress();
  return (
    <section className="card" aria-labelledby="groups">
      <h2 id="groups">{t('board.groups')}</h2>
      <Tabs
        label={t('board.groups')}
        chosen={address.by}
        onChoose={by => address.put({ by })}
        tabs={['office', 'procedure', 'limit'].map(by => ({ key: by, title: t(`board.by.${by}`), content: <Group by={by} /> }))}
      />
    </section>
  );
};

const Group = ({ by }: { by: string }) => {
  const { t, of, code } = useWords();
  const { office, procedure, to } = useBoardAddress();
  const totals = useTotals({ office, procedure }, by);
  const names = useNames({ office, procedure });
  const officeName = useOfficeNames();
  if (!totals.data) return <PageState query={totals} />;
  const countsOf = (row: LimitTotals) => row.subtree ?? row.counts;
  const linkOf = (row: LimitTotals, show: string) => to({ show, ...(by === 'office' ? { office: row.office ?? null } : by === 'procedure' ? { procedure: row.procedure ?? null } : { limitId: row.limit ?? null }) });
  const nameOf = (row: LimitTotals) =>
    by === 'office' ? officeName(row.office) || row.officeName || '' : by === 'procedure' ? code('procedure', row.procedure) : (of(names.limits.get(row.limit ?? '')) || code('limitName', row.limit));
  const figure = (key: 'missed' | 'suspended' | 'running' | 'met' | 'metLate') => ({
    key,
    title: t(`limitState:${key}`),
    isFigure: true,
    compare: (a: LimitTotals, b: LimitTotals) => countsOf(a)[key] - countsOf(b)[key],
    show: (row: LimitTotals) =>
      countsOf(row)[key] > 0 ? (
        <Link to={linkOf(row, key)} className={key === 'missed' ? 'late-figure' : ''} aria-label={`${nameOf(row)}: ${t(`limitState:${key}`)} ${countsOf(row)[key]}`}>
          {countsOf(row)[key]}
        </Link>
      ) : (
        <span className="muted">0</span>
      ),
  });
  return (
    <DataTable
      caption={t(`board.by.${by}`)}
      rows={totals.data.items}
      keyOf={row => row.office ?? row.procedure ?? row.limit ?? ''}
      empty={t('board.none')}
      columns={[{ key: 'name', title: t(`board.by.${by}`), show: nameOf, compare: (a, b) => compareText(nameOf(a), nameOf(b)) }, figure('missed'), figure('suspended'), figure('running'), figure('metLate'), figure('met')]}
    />
  );
};

const Heat = () => {
  const { t } = useWords();
  const { office, procedure } = useBoardAddress();
  const steps = useSteps({ office, procedure });
  return (
    <section className="card" aria-labelledby="heat">
      <h2 id="heat">{t('board.heat')}</h2>
      {steps.data ? <HeatMap steps={steps.data} /> : <PageState query={steps} />}
    </section>
  );
};

const Causes = () => {
  const { t, code } = useWords();
  const { office, procedure } = useBoardAddress();
  const causes = useCauses({ office, procedure });
  if (!causes.data || causes.data.items.length === 0) return null;
  return (
    <section className="card" aria-labelledby="causes">
      <h2 id="causes">{t('board.causes')}</h2>
      <DataTable
        caption={t('board.causes')}
        rows={causes.data.items}
        keyOf={row => row.cause ?? ''}
        empty=""
        columns={[
          { key: 'cause', title: t('board.cause'), show: row => (row.cause ? code('cause', row.cause) : t('board.noCause')) },
          { key: 'missed', title: t('limitState:missed'), isFigure: true, show: row => row.missed },
          { key: 'late', title: t('limitState:metLate'), isFigure: true, show: row => row.metLate },
        ]}
      />
    </section>
  );
};
