import type { JsonRecord, LedgerLine, LimitStanding } from '../api/views';
import { DataTable } from '../parts/DataTable';
import { day, moment } from '../text/dates';
import { useWords } from '../text/i18n';

/** What was done to a limit, each act with what it rested on and the day it ended on before and after. */
export const Ledger = ({ lines }: { lines: LedgerLine[] }) => {
  const { t, code } = useWords();
  const ends = (standing: LimitStanding) =>
    standing.dueDate ? day(standing.dueDate) : standing.remaining == null ? t('limit.stopped') : t('limit.remaining', { count: standing.remaining, unit: code('code', standing.remainingUnit) });
  return (
    <>
      <h3>{t('limit.ledger')}</h3>
      <DataTable
        caption={t('limit.ledger')}
        rows={lines}
        keyOf={line => String(line.revision)}
        empty=""
        columns={[
          { key: 'at', title: t('letter.at'), isFigure: true, show: line => moment(line.at) },
          {
            key: 'act',
            title: t('ledger.act'),
            show: line => (
              <>
                {code('ledgerKind', line.kind)}
                <span className="sub">{line.actorId}</span>
              </>
            ),
          },
          { key: 'basis', title: t('limit.basis'), show: line => <Said details={line.details} /> },
          { key: 'before', title: t('ledger.before'), isFigure: true, show: line => ends(line.before) },
          { key: 'after', title: t('ledger.after'), isFigure: true, show: line => ends(line.after) },
        ]}
      />
    </>
  );
};

/** What the act itself said, as far as an act of its kind says it. */
const Said = ({ details }: { details: JsonRecord }) => {
  const { t, code } = useWords();
  const of = (name: string) => {
    const value = details[name];
    return typeof value === 'string' ? value : null;
  };
  const [ground, basis, evidence, from, to] = [of('ground'), of('basis'), of('evidence'), of('from'), of('to')];
  const days = [from && t('ledger.from', { day: day(from) }), to && t('ledger.to', { day: day(to) })].filter(Boolean).join(' ');
  return (
    <>
      {[ground && code('code', ground), basis, evidence].filter(Boolean).map((words, index) => (
        <span key={index} className={index === 0 ? 'break' : 'sub break'}>
          {words}
        </span>
      ))}
      {days && <span className="sub figure">{days}</span>}
      {typeof details['amount'] === 'number' && <span className="sub figure">{`+ ${details['amount']} ${code('code', of('unit'))}`}</span>}
    </>
  );
};
