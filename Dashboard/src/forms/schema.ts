import type { Json, JsonRecord, Schema } from '../api/views';

/** What a field of a step's form is for a person. */
export type Kind = 'object' | 'records' | 'words' | 'boolean' | 'yesNo' | 'enum' | 'choices' | 'date' | 'dateTime' | 'integer' | 'multiline' | 'person' | 'text';

export type Path = (string | number)[];

const typesOf = (schema: Schema) => (Array.isArray(schema.type) ? schema.type : schema.type ? [schema.type] : ['string']);

export const isNullable = (schema: Schema) => typesOf(schema).includes('null');

export const kindOf = (schema: Schema): Kind => {
  if (schema.enum || schema['x-enum-labels']) return 'enum';
  switch (typesOf(schema).find(type => type !== 'null')) {
    case 'object':
      return 'object';
    case 'array':
      return schema.items?.properties ? 'records' : schema.items && kindOf(schema.items) === 'enum' ? 'choices' : 'words';
    case 'boolean':
      return isNullable(schema) ? 'yesNo' : 'boolean';
    case 'integer':
    case 'number':
      return 'integer';
    default:
      if (schema.format === 'date') return 'date';
      if (schema.format === 'date-time') return 'dateTime';
      if (schema['x-role']) return 'person';
      return schema['x-multiline'] ? 'multiline' : 'text';
  }
};

/** The coded values among which one is chosen; nothing said is none of them. */
export const valuesOf = (schema: Schema) => (schema.enum ?? Object.keys(schema['x-enum-labels'] ?? {})).filter(value => value !== null);

export const titleOf = (schema: Schema, name: string, language: 'vi' | 'en') => (language === 'en' ? schema['x-title-en'] : undefined) ?? schema.title ?? name;

const isRecord = (value: Json | undefined): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: Json | undefined) => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** What the fields show at first: known values where there are some; a list of records that must not be missing begins with one blank entry. */
export const initialOf = (schema: Schema, known: Json | undefined, isRequired: boolean): Json => {
  switch (kindOf(schema)) {
    case 'object': {
      const members = isRecord(known) ? known : {};
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, member]) => [name, initialOf(member, members[name], (schema.required ?? []).includes(name))]));
    }
    case 'records': {
      const entries = Array.isArray(known) ? known : isRequired ? [null] : [];
      return entries.map(entry => initialOf(schema.items ?? {}, entry, true));
    }
    case 'choices':
      return Array.isArray(known) ? known : [];
    case 'words':
      return Array.isArray(known) ? known.map(textOf).join('\n') : '';
    case 'boolean':
      return known === true;
    default:
      // Of a yes or no that may be left open nothing said is not no.
      return textOf(known);
  }
};

/** Something was filled in. An unticked box alone is nothing. */
const isFilled = (value: Json | undefined): boolean => {
  if (Array.isArray(value)) return value.some(isFilled);
  if (isRecord(value)) return Object.values(value).some(isFilled);
  return typeof value === 'string' ? value.trim() !== '' : value === true;
};

/**
 * The fields' values as the JSON that the schema describes. Empty optional fields are left out; an empty field that must be there is sent as
 * nothing, so that the server names it. What cannot be read as a number is sent as it was typed, for the same reason.
 */
export const readForm = (schema: Schema, values: Json | undefined): JsonRecord => {
  const given = isRecord(values) ? values : {};
  const read: JsonRecord = {};
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const value = readValue(member, given[name]);
    if (value !== undefined) read[name] = value;
  }
  return read;
};

const readValue = (schema: Schema, value: Json | undefined): Json | undefined => {
  switch (kindOf(schema)) {
    case 'object':
      return isNullable(schema) && !isFilled(value) ? undefined : readForm(schema, value);
    case 'records':
      return (Array.isArray(value) ? value : []).map(entry => readForm(schema.items ?? {}, entry));
    case 'choices':
      return Array.isArray(value) && value.length > 0 ? value : undefined;
    case 'words':
      return textOf(value)
        .split('\n')
        .map(line => line.trim())
        .filter(line => line !== '');
    case 'boolean':
      return value === true;
    case 'yesNo':
      return value === 'true' ? true : value === 'false' ? false : undefined;
    case 'enum': {
      const chosen = textOf(value);
      return chosen === '' ? undefined : typesOf(schema).includes('integer') ? Number(chosen) : chosen;
    }
    case 'integer': {
      const text = textOf(value).replace(/[\s.]/g, '');
      return text === '' ? undefined : /^-?\d{1,15}$/.test(text) ? Number(text) : textOf(value);
    }
    default: {
      const text = textOf(value).trim();
      return text === '' ? undefined : text;
    }
  }
};

/** 'data.request.obligations[0].amount' as the path of a form's field: without its root. */
export const pathOf = (field: string): Path =>
  (field.match(/[^.[\]]+/g) ?? []).slice(1).map(step => (/^\d+$/.test(step) ? Number(step) : step));

/** The field that a path of the server leads to; undefined when the form has none there. */
export const fieldAt = (schema: Schema | null, path: Path): Schema | undefined =>
  path.reduce<Schema | undefined>((found, step) => (typeof step === 'number' ? found?.items : found?.properties?.[step]), schema ?? undefined);

/** Where a path of the server stands on the form: what is wrong with an entry of a list that is one field belongs to that field. */
export const placeOf = (schema: Schema | null, field: string): Path => {
  const path = pathOf(field);
  const list = typeof path.at(-1) === 'number' ? fieldAt(schema, path.slice(0, -1)) : undefined;
  return list && isLeaf(list) ? path.slice(0, -1) : path;
};

/** The field with the record that it stands in: 'Nghĩa vụ 1 › Số tiền'. */
export const labelOf = (schema: Schema | null, path: Path, language: 'vi' | 'en') => {
  const names = path.reduce<string[]>(
    (found, step, index) =>
      typeof step === 'number' ? [...found.slice(0, -1), `${found.at(-1) ?? ''} ${step + 1}`] : [...found, titleOf(fieldAt(schema, path.slice(0, index + 1)) ?? {}, step, language)],
    [],
  );
  return names.slice(-2).join(' › ') || '…';
};

/** True for a field that stands for itself on the form, so that an error can be shown at it. */
export const isLeaf = (schema: Schema) => !['object', 'records'].includes(kindOf(schema));

export const valueAt = (value: Json | undefined, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((found, step) => (Array.isArray(found) ? found[step as number] : isRecord(found) ? found[step] : undefined), value);

/** Equal as the comparison of the original counts it: spaces and letter case do not matter, nothing and an empty text are the same. */
export const sameValue = (left: Json | undefined, right: Json | undefined) => normal(left) === normal(right);

const normal = (value: Json | undefined) => textOf(value).normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/g, ' ').trim();
