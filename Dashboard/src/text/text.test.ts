import { describe, expect, it } from 'vitest';
import type { CalendarDay } from '../api/views';
import { day, dayOf, instantOf, lastDayOf, moment, wallOf, weekdayOf } from './dates';
import { en } from './en';
import { bytes, grouped, sum } from './numbers';
import { compareText, fold } from './sort';
import { vi } from './vi';
import { isWorkingDay, leftOf, workingDaysBetween } from './workingDays';

const exception = (date: string, isWorking: boolean): [string, CalendarDay] => [date, { date, isWorking, kind: '', nameVi: '', nameEn: '', legalBasis: null, isCertain: true }];
/** A Monday off (30/11/2026 is none in law) and a Saturday worked for it. */
const exceptions = new Map([exception('2026-11-30', false), exception('2026-12-05', true)]);

describe('dates', () => {
  it.each([
    ['2026-12-02T16:59:59.999Z', '2026-12-02', 'the last moment of a day here is 17:00 UTC'],
    ['2026-12-02T17:00:00Z', '2026-12-03', 'from 17:00 UTC on it is the next day'],
  ])('%s lies on %s: %s', (instant, expected) => expect(dayOf(instant)).toBe(expected));

  it('a limit that ends at 00:00 ends with the day before', () => expect(lastDayOf('2026-12-03T17:00:00Z')).toBe('2026-12-03'));
  it('shows days first', () => expect(day('2026-03-02')).toBe('02/03/2026'));
  it('leaves what is no date as it is', () => expect(day('hôm qua')).toBe('hôm qua'));
  it('shows the hour of Vietnam', () => expect(moment('2026-03-02T01:30:00Z')).toBe('02/03/2026 08:30'));
  it('an hour on the wall goes to the instant and back', () => expect(wallOf(instantOf('2026-03-02T08:30'))).toBe('2026-03-02T08:30'));
  it('knows the weekday of a date', () => expect([weekdayOf('2026-11-30'), weekdayOf('2026-11-29'), weekdayOf('1970-01-01'), weekdayOf('1969-12-31')]).toEqual([1, 7, 4, 3]));
});

describe('working days', () => {
  it.each([
    ['2026-11-27', true, 'a Friday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-11-30', false, 'a Monday off'],
    ['2026-12-05', true, 'a Saturday worked against it'],
  ])('%s is worked: %s, %s', (date, expected) => expect(isWorkingDay(date, exceptions)).toBe(expected));

  it('the first day does not count, the last does', () => expect(workingDaysBetween('2026-11-27', '2026-12-01', exceptions)).toBe(1));
  it('nothing lies between a day and itself', () => expect(workingDaysBetween('2026-12-01', '2026-12-01', exceptions)).toBe(0));
  it('says today on the last day', () => expect(leftOf('2026-12-01', '2026-12-01', false, exceptions)).toEqual({ kind: 'today' }));
  it('counts what is left', () => expect(leftOf('2026-11-27', '2026-12-05', false, exceptions)).toEqual({ kind: 'left', days: 5 }));
  it('counts by how much it is late', () => expect(leftOf('2026-12-02', '2026-11-27', true, exceptions)).toEqual({ kind: 'late', days: 2 }));
  it('is late on the last day itself once its hour is over', () => expect(leftOf('2026-12-01', '2026-12-01', true, exceptions)).toEqual({ kind: 'late', days: 0 }));
});

describe('Vietnamese order', () => {
  it('follows the dictionary: a ă â, d đ, o ô ơ, and numbers by value', () =>
    expect(['Đỗ', 'Dương', 'Ân', 'An', 'Ăn', '10/2026', '9/2026', 'Ơn', 'Ôn', 'On'].sort(compareText)).toEqual(['9/2026', '10/2026', 'An', 'Ăn', 'Ân', 'Dương', 'Đỗ', 'On', 'Ôn', 'Ơn']));
  it('reads a letter the same however its marks are written', () => expect(fold('Nguye\u0302\u0303n  Thị')).toBe(fold('nguyễn thị')));
});

describe('numbers', () => {
  it('groups sums as they are written here', () => expect([grouped(250000000), grouped('999'), sum(1000)]).toEqual(['250.000.000', '999', '1.000 đồng']));
  it('tells sizes', () => expect([bytes(130), bytes(1_250_000)]).toEqual(['1 kB', '1,3 MB']));
});

describe('words', () => {
  it('stand in both languages', () => expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort()));
  it('have the same places to fill in', () => {
    const places = (text: string | undefined) => (text?.match(/\{\{\w+\}\}/g) ?? []).sort();
    for (const key of Object.keys(vi)) expect(places(en[key]), key).toEqual(places(vi[key]));
  });
});
