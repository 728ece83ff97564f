import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get } from '../api/client';
import type { Limit, Page } from '../api/views';
import { live } from '../app/queries';
import { DataTable } from '../parts/DataTable';
import { Due, OfficeName } from '../parts/Due';
import { PageHead } from '../parts/PageHead';
import { Pager } from '../parts/Pager';
import { PageState } from '../parts/PageState';
import { useWords } from '../text/i18n';
import { LimitState, limitName } from './LimitState';

export default function LimitsPage() {
  const { t, language } = useWords();
  const [search] = useSearchParams();
  const query = { state: search.get('state') ?? 'running', cursor: search.get('cursor'), limit: 50 };
  const limits = useQuery({ queryKey: ['limits', query], queryFn: ({ signal }) => get<Page<Limit>>('/api/deadlines', { query, signal }), refetchInterval: live.board });
  return (
    <>
      <PageHead title={t('board.title')}>
        <Link to="/calendar">{t('nav.calendar')}</Link>
      </PageHead>
      {limits.data ? (
        <>
          <DataTable
            caption={t('board.title')}
            rows={limits.data.items}
            keyOf={limit => limit.id}
            empty={t('case.noLimits')}
            tone={limit => (limit.state === 'missed' ? 'row-late' : undefined)}
            columns={[
              { key: 'name', title: t('limit.name'), show: limit => <Link to={`/cases/${limit.instanceId}#limits`}>{limitName(limit, language)}</Link> },
              { key: 'office', title: t('task.office'), show: limit => <OfficeName id={limit.office} /> },
              { key: 'state', title: t('limit.state'), show: limit => <LimitState limit={limit} /> },
              { key: 'due', title: t('limit.due'), isFigure: true, show: limit => <Due at={limit.dueAt} /> },
            ]}
          />
          <Pager cursor={limits.data.cursor} />
        </>
      ) : (
        <PageState query={limits} />
      )}
    </>
  );
}
