import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { useWords } from '../text/i18n';
import { instantFrom, wallFrom } from './wall';

dayjs.extend(customParseFormat);

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
  [aria: `aria-${string}`]: unknown;
}

/** A day, typed as dd/MM/yyyy or picked; its value is a date (yyyy-MM-dd). */
export const DateField = ({ id, value, onChange, ...aria }: Props) => {
  const picked = value ? dayjs(value, 'YYYY-MM-DD', true) : null;
  return (
    <DatePicker
      {...aria}
      id={id}
      className="wide-field"
      value={picked?.isValid() ? picked : null}
      format={['DD/MM/YYYY', 'D/M/YYYY', 'DDMMYYYY']}
      placeholder="dd/mm/yyyy"
      onChange={next => onChange?.(next ? next.format('YYYY-MM-DD') : '')}
    />
  );
};

/** A day with its hour on the wall in Vietnam, wherever the browser stands; its value is an instant once both are there. */
export const DateTimeField = ({ id, value = '', onChange, ...aria }: Props) => {
  const { t } = useWords();
  const [date, time] = wallFrom(value);
  const put = (nextDate: string, nextTime: string) => onChange?.(instantFrom(nextDate, nextTime));
  return (
    <div className="date-time">
      <DateField {...aria} {...(id === undefined ? {} : { id })} value={date} onChange={next => put(next, time)} />
      <Input
        {...aria}
        aria-label={t('form.hour')}
        {...(id === undefined ? {} : { id: `${id}_hour` })}
        value={time}
        placeholder="hh:mm"
        inputMode="numeric"
        maxLength={5}
        autoComplete="off"
        onChange={event => put(date, event.target.value)}
      />
    </div>
  );
};
