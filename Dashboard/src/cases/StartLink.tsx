import { Link } from 'react-router';
import { useWords } from '../text/i18n';
import { useDoors } from './doors';

/** The way to the counter's form, for who takes files in. */
export const StartLink = () => {
  const { t } = useWords();
  return !useDoors()?.length ? null : (
    <Link to="/cases/new" className="act-link">
      {t('start.title')}
    </Link>
  );
};
