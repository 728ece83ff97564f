import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { instantOf, wallOf } from '../text/dates';

dayjs.extend(customParseFormat);

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
  withTime?: boolean;
  [aria: `aria-${string}`]: unknown;
}

/**
 * A day, or a day with its hour, typed as dd/MM/yyyy or picked. The value is a date (yyyy-MM-dd) or an instant; the hour is the one on the wall
 * in Vietnam, wherever the browser stands.
 */
export const DateField = ({ id, value, onChange, withTime = false, ...aria }: Props) => {
  const wall = value ? dayjs(withTime ? wallOf(value) : value) : null;
  return (
    <DatePicker
      {...aria}
      id={id}
      className="wide-field"
      value={wall?.isValid() ? wall : null}
      format={withTime ? ['DD/MM/YYYY HH:mm', 'D/M/YYYY H:mm', 'D/M/YYYY HH:mm'] : ['DD/MM/YYYY', 'D/M/YYYY', 'DDMMYYYY']}
      showTime={withTime ? { format: 'HH:mm', minuteStep: 5 } : false}
      needConfirm={false}
      placeholder={withTime ? 'dd/mm/yyyy hh:mm' : 'dd/mm/yyyy'}
      onChange={picked => onChange?.(picked ? (withTime ? instantOf(picked.format('YYYY-MM-DDTHH:mm')) : picked.format('YYYY-MM-DD')) : '')}
    />
  );
};
