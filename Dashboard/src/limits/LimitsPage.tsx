import { useSession } from '../app/session';
import { Board } from './Board';
import { LimitList } from './LimitList';
import { PageHead } from '../parts/PageHead';
import { useWords } from '../text/i18n';
import { Link } from 'react-router';

/** Time limits: the board for who supervises, the list of what his offices have running for everybody else. */
export default function LimitsPage() {
  const { t } = useWords();
  const session = useSession();
  return (
    <>
      <PageHead title={t('board.title')}>
        <Link to="/calendar">{t('nav.calendar')}</Link>
      </PageHead>
      {session.holds('supervisor') ? <Board /> : <LimitList withChoice />}
    </>
  );
}
