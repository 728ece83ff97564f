import type { Json, JsonRecord } from '../api/views';

/** A record as lines of field and value: 'obligations[0].amount' and 250000000. Empty ones are left out. */
export const linesOf = (record: JsonRecord | null | undefined): { field: string; value: Exclude<Json, null | Json[] | JsonRecord> }[] => walk('', record ?? null);

const walk = (field: string, value: Json | undefined): ReturnType<typeof linesOf> => {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap((entry, index) => walk(`${field}[${index}]`, entry));
  if (typeof value === 'object') return Object.entries(value).flatMap(([name, member]) => walk(field === '' ? name : `${field}.${name}`, member));
  return [{ field, value }];
};

/** 'obligations[0].amount' as the name of the field and the place in its list, from 1. */
export const nameOf = (field: string) => {
  const place = /\[(\d+)\]/.exec(field);
  return { name: field.replace(/\[\d+\]/g, ''), n: place ? Number(place[1]) + 1 : null };
};
