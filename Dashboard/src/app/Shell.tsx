import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';
import { OfficeName } from '../parts/Due';
import { setLanguage, useWords } from '../text/i18n';
import { useServerIsThere } from './connection';
import { LeftNote, useSession } from './session';

const pages = [
  { to: '/tasks', label: 'nav.tasks' },
  { to: '/cases', label: 'nav.cases' },
  { to: '/limits', label: 'nav.limits' },
];

/** Pages of Elsa Studio: not of this program, so they are loaded whole. */
const studio = [
  { href: '/studio/workflows/definitions', label: 'nav.workflows' },
  { href: '/studio/workflows/instances', label: 'nav.instances' },
];

/** One bar over every page, and what the server's silence means said under it. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const { t, language } = useWords();
  const session = useSession();
  const isThere = useServerIsThere();
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const wasAt = useRef(pathname);
  useEffect(() => {
    setOpen(false);
    // A new page is read from its top, by screen readers too; the first one is left as the browser opened it.
    if (wasAt.current !== pathname) {
      wasAt.current = pathname;
      window.scrollTo(0, 0);
      main.current?.focus();
    }
  }, [pathname]);
  const offices = [...new Set(session.grants.map(grant => grant.office))];
  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="bar">
        <div className="bar-inner">
          <NavLink to="/tasks" className="brand">
            <span className="brand-mark" aria-hidden="true">
              §
            </span>
            {t('app.name')}
          </NavLink>
          <button type="button" className="menu-button" aria-expanded={isOpen} aria-controls="bar-menu" aria-label={t('nav.menu')} onClick={() => setOpen(open => !open)}>
            <span aria-hidden="true">☰</span>
          </button>
          <div id="bar-menu" className={isOpen ? 'bar-menu open' : 'bar-menu'}>
            <nav aria-label={t('nav.label')}>
              {pages.map(page => (
                <NavLink key={page.to} to={page.to}>
                  {t(page.label)}
                </NavLink>
              ))}
              {studio.map(page => (
                <a key={page.href} href={page.href}>
                  {t(page.label)}
                </a>
              ))}
            </nav>
            <div className="person">
              <span className="who">
                <span className="who-name">{session.displayName}</span>
                <span className="who-office">{offices.length > 0 ? <OfficeName id={offices[0]!} /> : session.user}
                  {offices.length > 1 && ` ${t('person.more', { count: offices.length - 1 })}`}</span>
              </span>
              <Button size="small" ghost lang={language === 'vi' ? 'en' : 'vi'} onClick={() => void setLanguage(language === 'vi' ? 'en' : 'vi')}>
                {t('person.language')}
              </Button>
              <Button size="small" ghost onClick={() => void session.signOut()}>
                {t('person.signOut')}
              </Button>
            </div>
          </div>
        </div>
      </header>
      <div aria-live="assertive">{!isThere && <p className="away">{t('state.away')}</p>}</div>
      <main id="main" ref={main} tabIndex={-1}>
        <LeftNote user={session} />
        {children}
      </main>
    </>
  );
};
