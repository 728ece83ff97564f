import type { Localized, Task } from '../api/views';
import { DataTable } from '../parts/DataTable';
import { useWords } from '../text/i18n';
import { sum } from '../text/numbers';

interface Sum {
  name: Localized;
  sum: number;
}

interface Check {
  ground: string;
  /** Null or absent: the machine cannot tell. */
  holds?: boolean | null;
  text: Localized;
}

interface Paper {
  kind: string;
  name: Localized;
  form: Localized;
  missing: Localized | null;
  isHeld: boolean;
}

const verdictOf = ({ holds }: Check) => {
  if (typeof holds !== 'boolean') return 'task.checkUnknown';
  return holds ? 'task.checkFor' : 'task.checkAgainst';
};

const listOf = <T,>(context: Task['context'], name: string) => (Array.isArray(context?.[name]) ? (context[name] as T[]) : []);

/** What the step knows already and its form must heed: sums that are fixed, the machine's checks, the computed checklist. */
export const Known = ({ context }: { context: Task['context'] }) => {
  const { t, of } = useWords();
  const [sums, checks, checklist] = [listOf<Sum>(context, 'sums'), listOf<Check>(context, 'checks'), listOf<Paper>(context, 'checklist')];
  if (sums.length + checks.length + checklist.length === 0) return null;
  return (
    <section className="card" aria-labelledby="known">
      <h2 id="known">{t('task.known')}</h2>
      {sums.length > 0 && (
        <dl className="facts">
          {sums.map(known => (
            <div key={known.name.en}>
              <dt>{of(known.name)}</dt>
              <dd className="figure">{sum(known.sum)}</dd>
            </div>
          ))}
        </dl>
      )}
      {checks.length > 0 && (
        <DataTable
          caption={t('task.checks')}
          rows={checks}
          keyOf={check => check.ground}
          empty=""
          columns={[
            { key: 'ground', title: t('task.check'), show: check => check.ground },
            { key: 'found', title: t('task.checkFound'), show: check => of(check.text) },
            { key: 'holds', title: t('task.checkHolds'), show: check => t(verdictOf(check)) },
          ]}
        />
      )}
      {checks.length > 0 && <p className="muted">{t('task.checks')}</p>}
      {checklist.length > 0 && (
        <DataTable
          caption={t('task.checklist')}
          rows={checklist}
          keyOf={paper => paper.kind}
          empty=""
          columns={[
            { key: 'name', title: t('task.paper'), show: paper => of(paper.name) },
            { key: 'form', title: t('task.paperForm'), show: paper => of(paper.form) },
            { key: 'state', title: t('case.status'), show: paper => (paper.missing ? <strong className="differs">{of(paper.missing)}</strong> : t(paper.isHeld ? 'task.paperThere' : 'task.paperNone')) },
          ]}
        />
      )}
    </section>
  );
};
