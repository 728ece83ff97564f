import { fromNumber, toNumber, weekdayOf } from '../text/dates';

/** The weeks of a month, from Monday; null where a week reaches into another month. */
export const daysOfMonth = (year: number, month: number): (string | null)[][] => {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  const days: (string | null)[] = Array.from({ length: toNumber(next) - toNumber(first) }, (_, index) => fromNumber(toNumber(first) + index));
  const padded = [...Array.from({ length: weekdayOf(first) - 1 }, () => null), ...days];
  while (padded.length % 7 !== 0) padded.push(null);
  return Array.from({ length: padded.length / 7 }, (_, week) => padded.slice(week * 7, week * 7 + 7));
};
