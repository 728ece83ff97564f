import type { LimitEntry, Schema } from '../api/views';

const field = (vi: string, en: string, schema: Schema): Schema => ({ title: vi, 'x-title-en': en, ...schema });
const day = { type: 'string', format: 'date' };
const optionalDay = { type: ['string', 'null'], format: 'date' };
const basis = field('Căn cứ (văn bản, quy định)', 'Basis (document or rule)', { type: 'string', 'x-multiline': true, maxLength: 2000 });
const evidence = field('Chứng cứ (tài liệu của hồ sơ, hoặc nơi lưu)', 'Evidence (a document of the case, or where it is kept)', { type: ['string', 'null'], maxLength: 500 });

/** The forms of what may be done to a limit; which grounds and which unit are open is the entry's word. */
export const actSchemas = (entry: LimitEntry | undefined): Record<'suspend' | 'resume' | 'extend', Schema> => ({
  suspend: {
    type: 'object',
    required: ['from', 'ground', 'basis'],
    properties: {
      from: field('Dừng từ ngày', 'Stopped from', day),
      to: field('Đến hết ngày (để trống khi chưa biết)', 'Until the end of (empty while it is not known)', optionalDay),
      ground: field('Lý do', 'Ground', {
        type: 'string',
        enum: entry?.suspension?.grounds.map(ground => ground.id) ?? [],
        'x-enum-labels': Object.fromEntries((entry?.suspension?.grounds ?? []).map(ground => [ground.id, { vi: ground.nameVi, en: ground.nameEn }])),
      }),
      basis,
      evidence,
    },
  },
  resume: { type: 'object', required: ['to', 'basis'], properties: { to: field('Dừng đến hết ngày', 'Stopped until the end of', day), basis, evidence } },
  extend: {
    type: 'object',
    required: ['amount', 'unit', 'agreedOn', 'basis'],
    properties: {
      amount: field('Gia hạn thêm', 'Extended by', { type: 'integer' }),
      unit: field('Đơn vị', 'Unit', { type: 'string', enum: entry?.extension?.unit ? [entry.extension.unit] : ['workingDay', 'calendarDay', 'month', 'year'] }),
      agreedOn: field('Ngày thỏa thuận', 'Agreed on', day),
      basis,
      evidence,
    },
  },
});

/** What may be done to a limit as it stands; the server has the last word. */
export const actsOf = (limit: { state: string; revision?: number; calculation: { entry?: LimitEntry } }): ('suspend' | 'resume' | 'extend')[] => {
  if (limit.revision === undefined) return [];
  if (limit.state === 'suspended') return ['resume'];
  if (limit.state !== 'running' && limit.state !== 'missed') return [];
  const { entry } = limit.calculation;
  return [...(entry?.suspension && entry.suspension.grounds.length > 0 ? (['suspend'] as const) : []), ...(entry?.extension ? (['extend'] as const) : [])];
};
