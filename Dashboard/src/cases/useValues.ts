import { useProcedure } from '../app/queries';
import { fieldAt, labelOf, pathOf } from '../forms/schema';
import { day } from '../text/dates';
import { useWords } from '../text/i18n';
import { grouped, sum } from '../text/numbers';
import { nameOf } from './values';

/** Names of the request's fields and their values, as the procedure's own form names them. */
export const useValues = (procedure: string) => {
  const { t, of, code, language } = useWords();
  const schema = useProcedure(procedure)?.startSchema ?? null;
  const at = (field: string) => pathOf(`request.${field}`);
  return {
    fieldOf: (field: string) => {
      const { name, n } = nameOf(field);
      return fieldAt(schema, at(field)) ? labelOf(schema, at(field), language) : t(`field:${name}`, { n, defaultValue: field });
    },
    show: (field: string, value: string | number | boolean | null) => {
      if (value === null) return '';
      if (field.endsWith('.amount')) return sum(value as number);
      if (/(^|\.)sum$/.test(field)) return grouped(value as number);
      const text = String(value);
      return of(fieldAt(schema, at(field))?.['x-enum-labels']?.[text]) || (/^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : code('code', text));
    },
  };
};
