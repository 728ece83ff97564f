import { Form, Select } from 'antd';
import { createContext, useContext } from 'react';
import { usePeople } from '../app/queries';
import { useWords } from '../text/i18n';
import { compareText } from '../text/sort';
import type { Path } from './schema';
import { searchable } from './search';

/** Whose people a form may name. */
export const FormOffice = createContext('');

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  role: string;
  /** The field that takes the name of whoever is chosen. */
  namePath: Path | undefined;
  [aria: `aria-${string}`]: unknown;
}

/** One of those who hold a role at the form's office; his name goes into its own field, where it may be written as the paper has it. */
export const PersonField = ({ id, value, onChange, role, namePath, ...aria }: Props) => {
  const { t } = useWords();
  const form = Form.useFormInstance();
  const people = usePeople(useContext(FormOffice), role);
  const choose = (user: string | undefined) => {
    // First the name: whoever hears of the choice is told both.
    if (namePath) form.setFieldValue(namePath, people.find(person => person.user === user)?.displayName ?? '');
    onChange?.(user);
  };
  return (
    <Select
      {...aria}
      id={id}
      value={value || undefined}
      onChange={choose}
      options={people.map(person => ({ value: person.user, label: `${person.displayName} (${person.user})` })).sort((a, b) => compareText(a.label, b.label))}
      placeholder={t('form.choose')}
      allowClear
      showSearch={searchable}
    />
  );
};
