import { instantOf, wallOf } from '../text/dates';

const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** Date and hour of an instant, or of what has been typed of one so far ('2026-12-02T' or 'T8'). */
export const wallFrom = (value: string): [date: string, time: string] => {
  const [date = '', time = ''] = (whole.test(value) ? wallOf(value) : value).split('T');
  return [date, time];
};

/** The instant of a date and an hour ('8:30', '08:30'); what is not whole yet is kept as it is, for the server to refuse. */
export const instantFrom = (date: string, time: string) => {
  const clock = /^([01]?\d|2[0-3])[:h]([0-5]\d)$/.exec(time.trim());
  if (date === '' && time.trim() === '') return '';
  return date !== '' && clock ? instantOf(`${date}T${clock[1]!.padStart(2, '0')}:${clock[2]}`) : `${date}T${time}`;
};
