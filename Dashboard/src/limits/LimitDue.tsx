import type { Limit } from '../api/views';
import { Due } from '../parts/Due';
import { day } from '../text/dates';
import { useWords } from '../text/i18n';

/** When a limit ends: how that stands to now while it runs, what is left of it while its clock is stopped, the day alone once it has ended. */
export const LimitDue = ({ limit }: { limit: Limit }) => {
  const { t, code } = useWords();
  if (limit.state === 'running' || limit.state === 'missed') return <Due at={limit.dueAt} />;
  if (limit.state !== 'suspended') return <>{day(limit.dueDate)}</>;
  return <span className="muted">{limit.remaining == null ? t('limit.stopped') : t('limit.remaining', { count: limit.remaining, unit: code('code', limit.remainingUnit) })}</span>;
};
