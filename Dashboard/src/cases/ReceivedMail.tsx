import { useQuery } from '@tanstack/react-query';
import { Alert, Modal } from 'antd';
import { addressOf, get } from '../api/client';
import type { CaseView, Letter, MailAddress, ReceivedContent } from '../api/views';
import { PageState } from '../parts/PageState';
import { PaperFrame } from '../parts/PaperFrame';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { bytes } from '../text/numbers';

/** A mail that was received, to be read: its HTML in a frame without rights, its text beside it, and what was odd about it. */
export const ReceivedMail = ({ file, letter, onClose }: { file: CaseView; letter: Letter; onClose: () => void }) => {
  const { t } = useWords();
  const params = { id: file.id, messageId: letter.id };
  const content = useQuery({
    queryKey: ['mail', file.id, letter.id],
    queryFn: ({ signal }) => get<ReceivedContent>('/api/cases/{id}/messages/{messageId}/content', { params, signal }),
    staleTime: Infinity,
  });
  return (
    <Modal
      open
      width={860}
      title={letter.subject || t('mail.noSubject')}
      closable={{ 'aria-label': t('act.close') }}
      onCancel={onClose}
      footer={
        <a href={addressOf('/api/cases/{id}/messages/{messageId}/raw', params)} download>
          {t('letter.raw')}
        </a>
      }
    >
      {content.data ? <Mail file={file} mail={content.data} /> : <PageState query={content} />}
    </Modal>
  );
};

const written = (addresses: MailAddress[]) => addresses.map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address)).join(', ');

const Mail = ({ file, mail }: { file: CaseView; mail: ReceivedContent }) => {
  const { t } = useWords();
  const facts: [string, string][] = [
    [t('mail.from'), written(mail.from)],
    [t('mail.to'), written(mail.to)],
    [t('mail.cc'), written(mail.cc)],
    [t('mail.date'), mail.date ? moment(mail.date) : ''],
  ];
  return (
    <>
      <dl className="facts">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="break">{value}</dd>
            </div>
          ))}
      </dl>
      <Oddities mail={mail} />
      {mail.html ? (
        <>
          <PaperFrame title={mail.subject || t('mail.noSubject')} html={mail.html} />
          <p className="muted">{t('mail.frame')}</p>
          <details>
            <summary>{t('mail.asText')}</summary>
            <pre className="letter-text">{mail.text}</pre>
          </details>
        </>
      ) : mail.text.trim() ? (
        <pre className="letter-text">{mail.text}</pre>
      ) : (
        <p className="muted">{t('mail.empty')}</p>
      )}
      {mail.isCut && <p>{t('mail.cut')}</p>}
      <Files file={file} mail={mail} />
    </>
  );
};

const Oddities = ({ mail }: { mail: ReceivedContent }) => {
  const { t, of } = useWords();
  if (mail.oddities.length === 0 && !mail.automaticSign) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="space-below"
      title={t('mail.odd')}
      description={
        <ul>
          {mail.automaticSign && (
            <li>
              {t('mail.automatic')}: <span className="break">{mail.automaticSign}</span>
            </li>
          )}
          {mail.oddities.map((odd, index) => (
            <li key={index}>
              {of(odd.label)}
              <span className="sub break" lang="en">
                {odd.detail}
              </span>
            </li>
          ))}
        </ul>
      }
    />
  );
};

const Files = ({ file, mail }: { file: CaseView; mail: ReceivedContent }) => {
  const { t } = useWords();
  if (mail.attachments.length === 0) return null;
  return (
    <>
      <h3>{t('mail.files')}</h3>
      <ul>
        {mail.attachments.map((attached, index) => (
          <li key={index} className="break">
            {attached.documentId ? (
              <a href={addressOf('/api/cases/{id}/documents/{documentId}', { id: file.id, documentId: attached.documentId })} download={attached.name} aria-label={`${t('act.download')}: ${attached.name}`}>
                {attached.name}
              </a>
            ) : (
              attached.name
            )}{' '}
            <span className="muted figure">{bytes(attached.size)}</span>
            {!attached.documentId && <span className="sub">{t('mail.fileElsewhere')}</span>}
          </li>
        ))}
      </ul>
      {mail.filesLeftOut > 0 && <p>{t('mail.filesLeftOut', { count: mail.filesLeftOut })}</p>}
    </>
  );
};
