import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { Page } from '../api/views';
import { live } from '../app/queries';
import { DataTable } from '../parts/DataTable';
import { OfficeName } from '../parts/Due';
import { day, moment } from '../text/dates';
import { useWords } from '../text/i18n';

interface Version {
  sequence: number;
  office: string | null;
  source: string;
  decidedOn: string;
  entries: unknown[];
  by: string;
  appliedAt: string;
  left: number;
}

/** The sets of days that were put in force, newest first; nothing before there is one. */
export const Versions = () => {
  const { t } = useWords();
  const versions = useQuery({
    queryKey: ['calendar', 'versions'],
    queryFn: ({ signal }) => get<Page<Version>>('/api/calendar/versions', { signal }),
    refetchInterval: query => (query.state.data?.items.some(version => version.left > 0) ? live.board : false),
  });
  if (!versions.data || versions.data.items.length === 0) return null;
  return (
    <>
      <h2>{t('calendar.versions')}</h2>
      <DataTable
        caption={t('calendar.versions')}
        rows={versions.data.items}
        keyOf={version => String(version.sequence)}
        empty=""
        columns={[
          {
            key: 'source',
            title: t('calendar.source'),
            show: version => (
              <>
                {version.source}
                <span className="sub">{t('calendar.decided', { date: day(version.decidedOn), count: version.entries.length })}</span>
              </>
            ),
          },
          { key: 'office', title: t('calendar.appliesTo'), show: version => (version.office ? <OfficeName id={version.office} /> : t('calendar.country')) },
          { key: 'at', title: t('calendar.applied'), isFigure: true, show: version => moment(version.appliedAt) },
          { key: 'by', title: t('history.who'), show: version => version.by },
          { key: 'left', title: t('calendar.counted'), show: version => (version.left === 0 ? t('calendar.allCounted') : t('calendar.left', { count: version.left })) },
        ]}
      />
    </>
  );
};
