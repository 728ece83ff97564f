import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { get, post, Problem } from '../api/client';
import type { CaseView, Incident, Page } from '../api/views';
import { useSession } from '../app/session';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';

/** Defects that stopped a step: told to everybody, shown in detail and tried again by those who look after the system. */
export const Incidents = ({ file }: { file: CaseView }) => {
  const { t } = useWords();
  const session = useSession();
  const client = useQueryClient();
  const mayLook = session.holds('operator', file.office) || session.holds('supervisor', file.office);
  const incidents = useQuery({ queryKey: ['case', file.id, 'incidents'], queryFn: ({ signal }) => get<Page<Incident>>('/api/incidents', { query: { case: file.id }, signal }), enabled: mayLook });
  const retry = useMutation({
    mutationFn: (id: string) => post('/api/incidents/{id}/retry', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['case', file.id] }),
  });
  if (file.incidents === 0) return <p className="empty">{t('case.noIncidents')}</p>;
  return (
    <>
      <Alert type="warning" showIcon title={t('case.incidentsOpen', { count: file.incidents })} className="space-below" />
      {retry.error instanceof Problem && <Alert type="error" role="alert" showIcon title={retry.error.message} className="space-below" />}
      <ul className="lines">
        {(incidents.data?.items ?? []).map(incident => (
          <li key={incident.id}>
            <strong className="figure">{moment(incident.at)}</strong> {incident.activityId}: {incident.message}{' '}
            {session.holds('operator', file.office) && (
              <Button size="small" loading={retry.isPending} onClick={() => retry.mutate(incident.id)}>
                {t('state.retry')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};
