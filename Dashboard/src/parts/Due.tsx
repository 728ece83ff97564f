import { useNow } from '../app/session';
import { useCalendar, useOffices } from '../app/queries';
import { dayOf, lastDayOf, day, moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { leftOf, type Left } from '../text/workingDays';

/** Half an hour past midnight is still the day before's limit; an hour set by the office is told to the minute. */
const isMidnight = (instant: string) => /T17:00:00(\.0+)?Z$/.test(instant);

export const toneOf = (left: Left | null) => (left?.kind === 'late' ? 'late' : left?.kind === 'today' || (left?.kind === 'left' && left.days <= 1) ? 'soon' : 'fine');

/** How an end stands to now, in words, with a colour that says the same. */
export const Due = ({ at }: { at: string | null | undefined }) => {
  const { t } = useWords();
  const now = useNow();
  const today = dayOf(now);
  const last = at ? lastDayOf(at) : today;
  const exceptions = useCalendar([today < last ? today : last, today < last ? last : today]);
  if (!at) return <span className="muted">{t('due.none')}</span>;
  const left = leftOf(today, last, new Date(at).getTime() <= now, exceptions);
  const words = left.kind === 'late' ? (left.days > 0 ? t('due.late', { count: left.days }) : t('due.late0')) : left.kind === 'today' ? t('due.today') : t('due.left', { count: left.days });
  return (
    <span className={`due ${toneOf(left)}`}>
      <strong>{words}</strong>
      <span className="due-day">{isMidnight(at) ? t('due.until', { day: day(last) }) : t('due.at', { when: moment(at) })}</span>
    </span>
  );
};

/** Names of offices in the language of the person; empty until the server has told. */
export const useOfficeNames = () => {
  const { of } = useWords();
  const offices = useOffices();
  return (id: string | null | undefined) => of(offices.find(known => known.id === id)?.name);
};

export const OfficeName = ({ id }: { id: string }) => <>{useOfficeNames()(id) || id}</>;
