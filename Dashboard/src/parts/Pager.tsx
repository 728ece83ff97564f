import { Link, useSearchParams } from 'react-router';
import { useWords } from '../text/i18n';

/** The next page of a list is an address of its own, so that the back button leads to the page before. */
export const Pager = ({ cursor, name = 'cursor' }: { cursor: string | null | undefined; name?: string }) => {
  const { t } = useWords();
  const [search] = useSearchParams();
  const to = (value: string | null) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    return { search: next.toString() };
  };
  if (!cursor && !search.get(name)) return null;
  return (
    <nav className="pager" aria-label={t('page.next')}>
      {search.get(name) && <Link to={to(null)}>{t('page.first')}</Link>}
      {cursor && <Link to={to(cursor)}>{t('page.next')}</Link>}
    </nav>
  );
};
