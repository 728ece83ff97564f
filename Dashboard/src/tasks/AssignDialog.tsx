import { Modal, Radio } from 'antd';
import { useState } from 'react';
import type { TaskSummary } from '../api/views';
import { usePeople } from '../app/queries';
import { compareText } from '../text/sort';
import { useWords } from '../text/i18n';
import { useTaskActs } from './taskActs';

/** Gives a task to somebody who holds its role at its office. */
export const AssignDialog = ({ task, onClose }: { task: TaskSummary; onClose: () => void }) => {
  const { t, of } = useWords();
  const people = usePeople(task.office, task.role);
  const [chosen, setChosen] = useState<string | null>(null);
  const { assign } = useTaskActs();
  return (
    <Modal
      open
      title={`${t('task.assign')}: ${of(task.title)}`}
      okText={t('task.assign')}
      cancelText={t('act.cancel')}
      closable={{ 'aria-label': t('act.close') }}
      okButtonProps={{ disabled: chosen === null, loading: assign.isPending }}
      onCancel={onClose}
      onOk={() => chosen !== null && assign.mutate({ task, assignee: chosen }, { onSuccess: onClose })}
    >
      <fieldset className="plain">
        <legend>{t('task.assignTo')}</legend>
        <Radio.Group value={chosen} onChange={event => setChosen(event.target.value as string)} className="stacked">
          {[...people]
            .sort((a, b) => compareText(a.displayName, b.displayName))
            .map(person => (
              <Radio key={person.user} value={person.user} disabled={person.user === task.assignee}>
                {person.displayName} <span className="muted">({person.user})</span>
              </Radio>
            ))}
        </Radio.Group>
      </fieldset>
    </Modal>
  );
};
