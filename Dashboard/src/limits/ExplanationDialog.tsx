import { useQuery } from '@tanstack/react-query';
import { Alert, Modal } from 'antd';
import { get } from '../api/client';
import type { Explanation, Limit } from '../api/views';
import { DataTable } from '../parts/DataTable';
import { PageState } from '../parts/PageState';
import { day, weekdayOf } from '../text/dates';
import { useWords } from '../text/i18n';
import { Ledger } from './Ledger';
import { limitName } from './LimitState';

/** How a limit was counted, day by day, with the law for each, and how others would read it. */
export const ExplanationDialog = ({ limit, onClose }: { limit: Limit; onClose: () => void }) => {
  const { t, language } = useWords();
  const told = useQuery({ queryKey: ['explanation', limit.id, limit.dueAt], queryFn: ({ signal }) => get<Explanation>('/api/deadlines/{id}/explanation', { params: { id: limit.id }, signal }) });
  return (
    <Modal open width={820} title={`${t('limit.explainTitle')}: ${limitName(limit, language)}`} closable={{ 'aria-label': t('act.close') }} onCancel={onClose} footer={null}>
      {told.data ? <Steps told={told.data} /> : <PageState query={told} />}
    </Modal>
  );
};

const Steps = ({ told }: { told: Explanation }) => {
  const { t, language } = useWords();
  return (
    <>
      <p className="muted">{told.limit.legalBasis}</p>
      {told.certified === false && <Alert type="warning" showIcon className="space-below" title={t('limit.uncertified')} />}
      {told.explanation.length === 0 && <p>{t('limit.setByOffice')}</p>}
      {told.explanation.length > 0 && (
        <DataTable
          caption={t('limit.explainTitle')}
          rows={told.explanation.map((step, index) => ({ ...step, index }))}
          keyOf={step => String(step.index)}
          empty=""
          columns={[
            { key: 'date', title: t('calendar.date'), isFigure: true, show: step => `${t(`weekdayShort:${weekdayOf(step.date)}`)} ${day(step.date)}` },
            { key: 'why', title: t('limit.explain'), show: step => (language === 'en' ? step.en : step.vi) },
            { key: 'law', title: t('limit.basis'), show: step => step.legalBasis ?? '' },
          ]}
        />
      )}
      {told.alternatives.length > 0 && (
        <p>
          {t('limit.alternatives')}: {told.alternatives.map(other => `${t(`reading:${other.reading}`, { defaultValue: other.reading })}: ${day(other.dueDate)}`).join('; ')}
        </p>
      )}
      {told.ledger && told.ledger.length > 0 && <Ledger lines={told.ledger} />}
    </>
  );
};
