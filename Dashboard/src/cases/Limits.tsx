import { Button } from 'antd';
import { useState } from 'react';
import type { CaseView, Limit } from '../api/views';
import { useCaseLimits } from '../app/queries';
import { useSession } from '../app/session';
import { ExplanationDialog } from '../limits/ExplanationDialog';
import { LimitActDialog, LimitActs, type BegunAct } from '../limits/LimitActs';
import { LimitDue } from '../limits/LimitDue';
import { LimitState, limitName } from '../limits/LimitState';
import { DataTable } from '../parts/DataTable';
import { PageState } from '../parts/PageState';
import { useWords } from '../text/i18n';

export const Limits = ({ file }: { file: CaseView }) => {
  const { t, code, language } = useWords();
  const limits = useCaseLimits(file.id);
  const [explained, setExplained] = useState<Limit | null>(null);
  const [begun, setBegun] = useState<BegunAct | null>(null);
  const session = useSession();
  if (!limits.data) return <PageState query={limits} />;
  return (
    <>
      <DataTable
        caption={t('case.limits')}
        rows={limits.data.items}
        keyOf={limit => limit.id}
        empty={t('case.noLimits')}
        tone={limit => (limit.state === 'missed' ? 'row-late' : undefined)}
        columns={[
          {
            key: 'name',
            title: t('limit.name'),
            show: limit => (
              <>
                {limitName(limit, language)}
                {limit.occurrence > 1 && ` (${limit.occurrence})`}
                <span className="sub">
                  {code('limitKind', limit.kind)}: {limit.legalBasis}
                </span>
              </>
            ),
          },
          { key: 'state', title: t('limit.state'), show: limit => <LimitState limit={limit} /> },
          { key: 'due', title: t('limit.due'), isFigure: true, show: limit => <LimitDue limit={limit} /> },
          {
            key: 'explain',
            title: t('limit.explain'),
            show: limit => (
              <span className="row-acts">
                <Button size="small" onClick={() => setExplained(limit)} aria-label={`${t('limit.explain')}: ${limitName(limit, language)}`}>
                  {t('limit.explain')}
                </Button>
                {session.holds('supervisor', file.office) && <LimitActs limit={limit} onBegin={setBegun} />}
              </span>
            ),
          },
        ]}
      />
      {explained && <ExplanationDialog limit={explained} onClose={() => setExplained(null)} />}
      {begun && <LimitActDialog begun={begun} onClose={() => setBegun(null)} />}
    </>
  );
};
