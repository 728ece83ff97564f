import type { Json, JsonRecord, Localized, Office, Schema } from '../api/views';

const field = (title: string, en: string, schema: Schema): Schema => ({ ...schema, title, 'x-title-en': en });
const text: Schema = { type: 'string' };
const date: Schema = { type: 'string', format: 'date' };

/** What a day can become; the last two withdraw what was known of it. */
const kinds: Record<string, Localized> = {
  holiday: { vi: 'Nghỉ lễ', en: 'Holiday' },
  compensatory: { vi: 'Nghỉ bù', en: 'Compensatory day off' },
  swappedOff: { vi: 'Nghỉ hoán đổi', en: 'Swapped day off' },
  makeUpWorking: { vi: 'Làm bù', en: 'Make-up working day' },
  closure: { vi: 'Cơ quan đóng cửa (thiên tai, sự cố)', en: 'Office closed' },
  counterOpen: { vi: 'Bộ phận tiếp nhận mở cửa', en: 'Counter open' },
  working: { vi: 'Bỏ: trở lại ngày làm việc', en: 'Withdraw: a working day again' },
  weeklyRest: { vi: 'Bỏ: trở lại ngày nghỉ hằng tuần', en: 'Withdraw: weekly rest again' },
};

/** Stands for the whole country in the choice of an office. */
const country = 'country';

/** A set of days as one notice gives them, as a form. */
export const uploadSchema = (offices: Office[], mayForCountry: boolean): Schema => ({
  type: 'object',
  required: ['office', 'source', 'decidedOn', 'entries'],
  properties: {
    office: field('Áp dụng cho', 'Applies to', {
      type: 'string',
      enum: [...(mayForCountry ? [country] : []), ...offices.map(office => office.id)],
      'x-enum-labels': { [country]: { vi: 'Cả nước', en: 'The whole country' }, ...Object.fromEntries(offices.map(office => [office.id, office.name])) },
    }),
    source: field('Quyết định, thông báo', 'Decision or notice', text),
    decidedOn: field('Ngày quyết định', 'Decided on', date),
    completeYears: field('Những năm mà bộ ngày này là đầy đủ', 'Years of which this set is all', { type: 'array', items: text }),
    entries: field('Ngày', 'Days', {
      type: 'array',
      items: {
        type: 'object',
        required: ['date', 'kind', 'nameVi', 'nameEn'],
        properties: {
          date: field('Ngày', 'Date', date),
          kind: field('Loại', 'Kind', { type: 'string', enum: Object.keys(kinds), 'x-enum-labels': kinds }),
          nameVi: field('Tên', 'Name in Vietnamese', text),
          nameEn: field('Tên tiếng Anh', 'Name in English', text),
          swappedWith: field('Hoán đổi với ngày', 'Exchanged for', { type: ['string', 'null'], format: 'date' }),
        },
      },
    }),
  },
});

/** The form's values as the API takes them. */
export const uploadOf = (read: JsonRecord): JsonRecord => {
  const years = (read.completeYears ?? []) as Json[];
  const { office, ...rest } = { ...read, completeYears: years.map(year => (/^\d{4}$/.test(String(year)) ? Number(year) : year)) } as JsonRecord;
  return office === undefined || office === country ? rest : { office, ...rest };
};
