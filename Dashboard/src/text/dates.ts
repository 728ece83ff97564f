/** Dates and times as people here read them: dd/MM/yyyy in Asia/Ho_Chi_Minh, whatever the browser's own zone. */
const zone = 'Asia/Ho_Chi_Minh';
const offset = '+07:00';

const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const piecesOf = (instant: string | number) => Object.fromEntries(parts.formatToParts(new Date(instant)).map(part => [part.type, part.value])) as Record<string, string>;

/** The day on which an instant lies, as yyyy-MM-dd. */
export const dayOf = (instant: string | number) => {
  const { year, month, day } = piecesOf(instant);
  return `${year}-${month}-${day}`;
};

/** '02/03/2026' from yyyy-MM-dd; what is no date comes back as it is. */
export const day = (date: string | null | undefined) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '');
  return match ? `${match[3]}/${match[2]}/${match[1]}` : (date ?? '');
};

/** '02/03/2026 08:30'. */
export const moment = (instant: string | null | undefined) => {
  if (!instant) return '';
  const { year, month, day: d, hour, minute } = piecesOf(instant);
  return `${d}/${month}/${year} ${hour}:${minute}`;
};

/** 'yyyy-MM-ddTHH:mm' on the wall here, from an instant; and back. */
export const wallOf = (instant: string) => {
  const { year, month, day: d, hour, minute } = piecesOf(instant);
  return `${year}-${month}-${d}T${hour}:${minute}`;
};

export const instantOf = (wall: string) => `${wall.length === 16 ? `${wall}:00` : wall}${offset}`;

/** The last day of a limit that ends before an instant: 00:00 of the day after belongs to the day before. */
export const lastDayOf = (exclusiveEnd: string) => dayOf(new Date(exclusiveEnd).getTime() - 1);

/** Days since 1970-01-01 of a yyyy-MM-dd, and back; no time zone takes part. */
export const toNumber = (date: string) => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
export const fromNumber = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (date: string) => ((toNumber(date) + 3) % 7 + 7) % 7 + 1;
