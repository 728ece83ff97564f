import { Button, Spin } from 'antd';
import { Link } from 'react-router';
import { Problem, ServerAway } from '../api/client';
import { useWords } from '../text/i18n';

interface Asked {
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
}

/** What stands in the place of something that is loading, is not there, or could not be read. */
export const PageState = ({ query }: { query: Asked }) => {
  const { t } = useWords();
  if (query.error instanceof Problem && query.error.status === 404) return <NotFound />;
  if (!query.error)
    return (
      <div className="state" role="status" aria-label={t('state.loading')}>
        <Spin size="large" />
        <span className="muted">{t('state.loading')}</span>
      </div>
    );
  return (
    <div className="state" role="alert">
      <strong>{t('state.failed')}</strong>
      <span>{query.error instanceof ServerAway ? t('state.away') : query.error.message}</span>
      <Button onClick={() => void query.refetch()}>{t('state.retry')}</Button>
    </div>
  );
};

export const NotFound = () => {
  const { t } = useWords();
  return (
    <div className="state" role="alert">
      <h1>{t('state.notFound')}</h1>
      <span>{t('state.notFoundText')}</span>
      <Link to="/tasks">{t('state.home')}</Link>
    </div>
  );
};
