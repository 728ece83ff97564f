import { Button } from 'antd';
import { useState } from 'react';
import { addressOf } from '../api/client';
import type { CaseView, Letter, Localized } from '../api/views';
import { useLetters } from '../app/queries';
import { DataTable } from '../parts/DataTable';
import { PageState } from '../parts/PageState';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { ReceivedMail } from './ReceivedMail';

/** Of an SMS the whole text, which is short. */
const titleOf = (letter: Letter, of: (text: Localized) => string): string => (letter.channel === 'sms' ? `SMS: ${letter.subject}` : letter.direction === 'in' ? letter.subject : capital(of(letter.kindLabel)));

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const Letters = ({ file }: { file: CaseView }) => {
  const { t, of, code } = useWords();
  const letters = useLetters(file.id);
  const [shown, setShown] = useState<Letter | null>(null);
  if (!letters.data) return <PageState query={letters} />;
  return (
    <>
      <DataTable
        caption={t('case.letters')}
        rows={letters.data.items}
        keyOf={letter => letter.id}
        empty={t('case.noLetters')}
        tone={letter => (letter.state === 'failed' ? 'row-late' : undefined)}
        columns={[
          {
            key: 'subject',
            title: t('letter.subject'),
            show: letter => (
              <>
                <span className={letter.direction === 'in' ? 'way in' : 'way out'}>{t(`letter.${letter.direction}`)}</span> {titleOf(letter, of)}
                <span className="sub break">{letter.address}</span>
              </>
            ),
          },
          { key: 'at', title: t('letter.at'), isFigure: true, show: letter => moment(letter.sentAt ?? letter.at) },
          {
            key: 'state',
            title: t('letter.state'),
            show: letter =>
              letter.direction === 'in' ? (
                <span className="row-acts">
                  <Button size="small" onClick={() => setShown(letter)} aria-label={`${t('mail.read')}: ${letter.subject || t('mail.noSubject')}`}>
                    {t('mail.read')}
                  </Button>
                  <a href={addressOf('/api/cases/{id}/messages/{messageId}/raw', { id: file.id, messageId: letter.id })} download>
                    {t('letter.raw')}
                  </a>
                </span>
              ) : (
                <>
                  {code('letterState', letter.state)}
                  {letter.state === 'failed' && <span className="sub">{letter.proof}</span>}
                </>
              ),
          },
        ]}
      />
      {shown && <ReceivedMail file={file} letter={shown} onClose={() => setShown(null)} />}
    </>
  );
};
