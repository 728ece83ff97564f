import { Button, Modal } from 'antd';
import { PaperFrame } from '../parts/PaperFrame';
import { useWords } from '../text/i18n';

export interface PreviewLetter {
  to?: string | null;
  address?: string | null;
  subject?: string | null;
  /** The whole letter, for a frame without rights. */
  page?: string | null;
  text?: string | null;
}

/** The letters of an outcome as they will go, with the one button that lets them. */
export const PreviewDialog = ({ letters, isBusy, onClose, onSend }: { letters: PreviewLetter[]; isBusy: boolean; onClose: () => void; onSend: () => void }) => {
  const { t } = useWords();
  return (
    <Modal
      open
      width={860}
      title={t('task.preview')}
      closable={{ 'aria-label': t('act.close') }}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('act.cancel')}
        </Button>,
        <Button key="send" type="primary" loading={isBusy} onClick={onSend}>
          {t('task.previewSend')}
        </Button>,
      ]}
    >
      <p>{t('task.previewText')}</p>
      {letters.map((letter, index) => (
        <article key={index} className="letter">
          <p>
            <strong>{letter.subject}</strong>
            <br />
            <span className="muted">
              {t('task.previewTo')}: {letter.to ?? letter.address}
            </span>
          </p>
          {letter.page ? <PaperFrame title={letter.subject ?? t('task.preview')} html={letter.page} /> : <pre className="letter-text">{letter.text}</pre>}
        </article>
      ))}
    </Modal>
  );
};
