import { Link } from 'react-router';
import type { CaseView } from '../api/views';
import { useRelated } from '../app/queries';
import { DataTable } from '../parts/DataTable';
import { OfficeName } from '../parts/Due';
import { PageState } from '../parts/PageState';
import { day, dayOf } from '../text/dates';
import { useWords } from '../text/i18n';

/** Cases of the same judgment or person, so that one request is not handled twice. */
export const Related = ({ file }: { file: CaseView }) => {
  const { t, of, code } = useWords();
  const related = useRelated(file.id);
  if (!related.data) return <PageState query={related} />;
  return (
    <DataTable
      caption={t('case.related')}
      rows={related.data.items}
      keyOf={other => other.id}
      empty={t('case.noRelated')}
      columns={[
        {
          key: 'case',
          title: t('task.case'),
          show: other => (
            <>
              <Link to={`/cases/${other.id}`} className="strong-link">
                {other.name}
              </Link>
              <span className="sub break">{other.applicantName}</span>
            </>
          ),
        },
        { key: 'shared', title: t('case.shared'), show: other => other.shared.map(trait => of(trait.label)).join(', ') },
        {
          key: 'status',
          title: t('case.status'),
          show: other => (
            <>
              {of(other.statusLabel)}
              <span className="sub">
                {code('procedure', other.procedure)}
                {other.office !== file.office && (
                  <>
                    , <OfficeName id={other.office} />
                  </>
                )}
              </span>
              <span className="sub figure">{t('case.openedOn', { day: day(dayOf(other.openedAt)) })}</span>
            </>
          ),
        },
      ]}
    />
  );
};
