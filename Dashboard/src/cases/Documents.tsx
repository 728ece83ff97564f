import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { addressOf, call } from '../api/client';
import type { CaseDocument, CaseView } from '../api/views';
import { useDocuments } from '../app/queries';
import { DataTable } from '../parts/DataTable';
import { PageState } from '../parts/PageState';
import { PaperFrame } from '../parts/PaperFrame';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { bytes } from '../text/numbers';

const path = '/api/cases/{id}/documents/{documentId}';

/** Papers of the office are shown; what somebody sent is only ever saved. */
const isOurs = (document: CaseDocument) => document.contentType.startsWith('text/html') && document.origin === 'office';

const titleOf = (document: CaseDocument) => document.title || document.name;

export const Documents = ({ file }: { file: CaseView }) => {
  const { t, of } = useWords();
  const documents = useDocuments(file.id);
  const [shown, setShown] = useState<CaseDocument | null>(null);
  if (!documents.data) return <PageState query={documents} />;
  return (
    <>
      <DataTable
        caption={t('case.documents')}
        rows={documents.data.items}
        keyOf={document => document.id}
        empty={t('case.noDocuments')}
        columns={[
          {
            key: 'name',
            title: t('doc.name'),
            show: document => (
              <>
                <span className="break">{titleOf(document)}</span>
                {document.size > 0 && <span className="sub figure">{bytes(document.size)}</span>}
              </>
            ),
          },
          { key: 'kind', title: t('doc.kind'), show: document => `${of(document.kindLabel)}${document.version > 1 ? ` (${t('doc.version')} ${document.version})` : ''}` },
          { key: 'at', title: t('doc.at'), isFigure: true, show: document => moment(document.at) },
          {
            key: 'act',
            title: t('act.open'),
            show: document =>
              isOurs(document) ? (
                <Button size="small" onClick={() => setShown(document)} aria-label={`${t('act.view')}: ${titleOf(document)}`}>
                  {t('act.view')}
                </Button>
              ) : (
                <a href={addressOf(path, { id: file.id, documentId: document.id })} download={document.name} aria-label={`${t('act.download')}: ${document.name}`}>
                  {t('act.download')}
                </a>
              ),
          },
        ]}
      />
      {shown && <Paper file={file} document={shown} onClose={() => setShown(null)} />}
    </>
  );
};

const Paper = ({ file, document, onClose }: { file: CaseView; document: CaseDocument; onClose: () => void }) => {
  const { t } = useWords();
  const params = { id: file.id, documentId: document.id };
  const paper = useQuery({ queryKey: ['paper', document.id], queryFn: async ({ signal }) => (await call('GET', path, { params, signal })).text(), staleTime: Infinity });
  return (
    <Modal open width={860} title={titleOf(document)} closable={{ 'aria-label': t('act.close') }} onCancel={onClose} footer={<a href={addressOf(path, params)} download={document.name}>{t('act.download')}</a>}>
      {paper.data ? <PaperFrame title={titleOf(document)} html={paper.data} /> : <PageState query={paper} />}
    </Modal>
  );
};
