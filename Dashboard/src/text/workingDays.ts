import { fromNumber, toNumber, weekdayOf } from './dates';
import type { CalendarDay } from '../api/views';

export type Exceptions = ReadonlyMap<string, CalendarDay>;

export const isWorkingDay = (date: string, exceptions: Exceptions) => exceptions.get(date)?.isWorking ?? weekdayOf(date) <= 5;

/** Working days after the first date up to and with the second; 0 when the second is not later. */
export const workingDaysBetween = (after: string, upTo: string, exceptions: Exceptions) => {
  let count = 0;
  for (let n = toNumber(after) + 1; n <= toNumber(upTo); n++) if (isWorkingDay(fromNumber(n), exceptions)) count++;
  return count;
};

export type Left = { kind: 'left'; days: number } | { kind: 'today' } | { kind: 'late'; days: number };

/** How a limit that ends with `due` stands on `today`, in working days. Its end is told by `isOver`, the server's word, not by the date alone. */
export const leftOf = (today: string, due: string, isOver: boolean, exceptions: Exceptions): Left => {
  if (isOver) return { kind: 'late', days: workingDaysBetween(due, today, exceptions) };
  return due <= today ? { kind: 'today' } : { kind: 'left', days: workingDaysBetween(today, due, exceptions) };
};
