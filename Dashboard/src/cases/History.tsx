import { Checkbox } from 'antd';
import { useState } from 'react';
import type { CaseView, JournalEntry } from '../api/views';
import { useJournal } from '../app/queries';
import { DataTable } from '../parts/DataTable';
import { PageState } from '../parts/PageState';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';

/** The engine's own steps: true, but not what a reader of the case looks for. */
const technical = new Set(['Started', 'Completed', 'Suspended', 'Resumed', 'Canceled']);

/** What happened to the case, newest first, in words. */
export const History = ({ file }: { file: CaseView }) => {
  const { t, of, code } = useWords();
  const journal = useJournal(file.id);
  const [isWhole, setWhole] = useState(false);
  if (!journal.data) return <PageState query={journal} />;
  const rows = journal.data.items.filter(entry => isWhole || !technical.has(entry.event)).reverse();
  return (
    <>
      <Checkbox checked={isWhole} onChange={event => setWhole(event.target.checked)} className="no-print">
        {t('history.more')}
      </Checkbox>
      <DataTable<JournalEntry>
        caption={t('case.history')}
        rows={rows}
        keyOf={entry => String(entry.sequence)}
        empty={t('state.none')}
        columns={[
          { key: 'at', title: t('history.at'), isFigure: true, show: entry => moment(entry.at) },
          {
            key: 'what',
            title: t('history.what'),
            show: entry => (
              <>
                {entry.text ? of(entry.text) : code('event', entry.event)}
                {entry.step ? <span className="sub">{of(entry.step)}</span> : !entry.text && entry.message && <span className="sub break">{entry.message}</span>}
              </>
            ),
          },
          { key: 'who', title: t('history.who'), show: entry => (typeof entry.actorLabel === 'string' ? entry.actorLabel : of(entry.actorLabel)) || (entry.actor ?? '') },
        ]}
      />
    </>
  );
};
