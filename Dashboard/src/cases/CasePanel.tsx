import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { CaseView } from '../api/views';
import { useCaseTasks } from '../app/queries';
import { Tabs } from '../parts/Tabs';
import { useWords } from '../text/i18n';
import { Compared } from './Compared';
import { Documents } from './Documents';
import { History } from './History';
import { Incidents } from './Incidents';
import { Letters } from './Letters';
import { Limits } from './Limits';
import { Parties } from './Parties';

const sections = [
  { key: 'parties', title: 'case.parties', Part: Parties },
  { key: 'compare', title: 'case.compare', Part: Compared },
  { key: 'limits', title: 'case.limits', Part: Limits },
  { key: 'documents', title: 'case.documents', Part: Documents },
  { key: 'letters', title: 'case.letters', Part: Letters },
  { key: 'history', title: 'case.history', Part: History },
  { key: 'incidents', title: 'case.incidents', Part: Incidents },
] as const;

/** The parts of a case: one under the other on its own page and on paper, as tabs beside a task. Each has an address (#limits). */
export const CasePanel = ({ file, isBeside = false }: { file: CaseView; isBeside?: boolean }) => {
  const { t } = useWords();
  const client = useQueryClient();
  const tasks = useCaseTasks(file.id);
  const { hash, pathname, search } = useLocation();
  const navigate = useNavigate();
  const known = useRef({ file, tasks: tasks.data });
  // When the case has moved, its parts have: they are asked for once, instead of again and again.
  useEffect(() => {
    if (known.current.tasks && (known.current.file !== file || known.current.tasks !== tasks.data))
      void client.invalidateQueries({ predicate: query => query.queryKey[0] === 'case' && query.queryKey[1] === file.id && query.queryKey.length > 2 && query.queryKey[2] !== 'tasks' });
    known.current = { file, tasks: tasks.data };
  }, [file, tasks.data, client]);
  const chosen = sections.find(section => `#${section.key}` === hash)?.key;
  useEffect(() => {
    if (!isBeside && chosen) document.getElementById(chosen)?.scrollIntoView();
  }, [isBeside, chosen]);
  const shown = sections.filter(section => section.key !== 'incidents' || file.incidents > 0);
  if (isBeside)
    return (
      <section className="card case-beside" aria-label={t('case.sections')}>
        <Tabs
          label={t('case.sections')}
          chosen={chosen ?? 'parties'}
          onChoose={key => void navigate({ pathname, search, hash: key }, { replace: true })}
          tabs={shown.map(({ key, title, Part }) => ({ key, title: t(title), content: <Part file={file} /> }))}
        />
      </section>
    );
  return (
    <>
      <nav className="sections no-print" aria-label={t('case.sections')}>
        {shown.map(section => (
          <a key={section.key} href={`#${section.key}`}>
            {t(section.title)}
          </a>
        ))}
      </nav>
      {shown.map(({ key, title, Part }) => (
        <section key={key} id={key} className="card" aria-labelledby={`${key}-title`}>
          <h2 id={`${key}-title`}>{t(title)}</h2>
          <Part file={file} />
        </section>
      ))}
    </>
  );
};
