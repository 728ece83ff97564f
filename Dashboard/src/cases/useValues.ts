import { day } from '../text/dates';
import { useWords } from '../text/i18n';
import { sum } from '../text/numbers';
import { nameOf } from './values';

/** Names of the request's fields and their values, as a person reads them. */
export const useValues = () => {
  const { t, code } = useWords();
  return {
    fieldOf: (field: string) => {
      const { name, n } = nameOf(field);
      return t(`field:${name}`, { n, defaultValue: field });
    },
    show: (field: string, value: string | number | boolean | null) => {
      if (value === null) return '';
      if (field.endsWith('.amount')) return sum(value as number);
      const text = String(value);
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : code('code', text);
    },
  };
};
