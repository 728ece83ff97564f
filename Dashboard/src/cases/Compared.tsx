import type { CaseView } from '../api/views';
import { DataTable } from '../parts/DataTable';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { useValues } from './useValues';
import { linesOf } from './values';

/** The online request against the original, field by field; what differs is said in a word, not by colour alone. */
export const Compared = ({ file }: { file: CaseView }) => {
  const { t } = useWords();
  const { fieldOf, show } = useValues(file.procedure);
  if (!file.original) return null;
  const { original } = file;
  const [online, given] = [new Map(linesOf(file.request).map(line => [line.field, line.value])), new Map(linesOf(original.values).map(line => [line.field, line.value]))];
  const different = new Set(original.differences.map(difference => difference.field));
  const rows = [...new Set([...online.keys(), ...given.keys(), ...different])].filter(field => field !== 'form' && field !== 'delivery');
  return (
    <>
      <p>
        <strong>{t(`case.outcome.${original.outcome}`)}</strong> {t('case.originalBy', { when: moment(original.receivedAt), who: original.comparedBy })}
      </p>
      <DataTable
        caption={t('case.compare')}
        rows={rows}
        keyOf={field => field}
        empty=""
        tone={field => (different.has(field) ? 'row-differs' : undefined)}
        columns={[
          { key: 'field', title: t('case.field'), show: fieldOf },
          { key: 'online', title: t('case.online'), show: field => show(field, online.get(field) ?? null) },
          { key: 'original', title: t('case.original'), show: field => show(field, given.get(field) ?? null) },
          { key: 'same', title: t('case.status'), show: field => (different.has(field) ? <strong className="differs">{t('case.differs')}</strong> : t('case.same')) },
        ]}
      />
    </>
  );
};
