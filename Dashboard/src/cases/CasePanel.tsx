import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { CaseView } from '../api/views';
import { useCaseTasks, useRelated } from '../app/queries';
import { Tabs } from '../parts/Tabs';
import { useWords } from '../text/i18n';
import { Compared } from './Compared';
import { Documents } from './Documents';
import { History } from './History';
import { Incidents } from './Incidents';
import { Letters } from './Letters';
import { Limits } from './Limits';
import { Parties } from './Parties';
import { Related } from './Related';

const sections = [
  { key: 'parties', title: 'case.parties', Part: Parties },
  { key: 'compare', title: 'case.compare', Part: Compared },
  { key: 'related', title: 'case.related', Part: Related },
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
  const related = useRelated(file.id).data?.items.length ?? 0;
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
  const shown = sections.filter(({ key }) => (key !== 'incidents' || file.incidents > 0) && (key !== 'related' || related > 0 || chosen === key) && (key !== 'compare' || file.original));
  const titleOf = ({ key, title }: (typeof sections)[number]) => (key === 'related' ? `${t(title)} (${related})` : t(title));
  if (isBeside)
    return (
      <section className="card case-beside" aria-label={t('case.sections')}>
        <Tabs
          label={t('case.sections')}
          chosen={chosen ?? 'parties'}
          onChoose={key => void navigate({ pathname, search, hash: key }, { replace: true })}
          tabs={shown.map(section => ({ key: section.key, title: titleOf(section), content: <section.Part file={file} /> }))}
        />
      </section>
    );
  return (
    <>
      <nav className="sections no-print" aria-label={t('case.sections')}>
        {shown.map(section => (
          <a key={section.key} href={`#${section.key}`}>
            {titleOf(section)}
          </a>
        ))}
      </nav>
      {shown.map(section => (
        <section key={section.key} id={section.key} className="card" aria-labelledby={`${section.key}-title`}>
          <h2 id={`${section.key}-title`}>{titleOf(section)}</h2>
          <section.Part file={file} />
        </section>
      ))}
    </>
  );
};
