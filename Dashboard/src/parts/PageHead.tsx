import { useEffect, type ReactNode } from 'react';
import { useWords } from '../text/i18n';

/** The heading of a page, which names the browser's tab as well. */
export const PageHead = ({ title, above, children }: { title: string; above?: ReactNode; children?: ReactNode }) => {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <div className="page-head">
      <div>
        {above && <div className="above">{above}</div>}
        <h1>{title}</h1>
      </div>
      {children && <div className="page-acts">{children}</div>}
    </div>
  );
};
