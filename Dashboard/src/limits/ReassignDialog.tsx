import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { get, post, Problem } from '../api/client';
import type { Limit, Page, Task } from '../api/views';
import { usePeople } from '../app/queries';
import { OfficeName } from '../parts/Due';
import { compareText } from '../text/sort';
import { useWords } from '../text/i18n';

interface Group {
  key: string;
  role: string;
  office: string;
  tasks: Task[];
}

/** Gives the open tasks behind chosen limits to people: those of one role at one office to one person. */
export const ReassignDialog = ({ limits, onClose }: { limits: Limit[]; onClose: () => void }) => {
  const { t, of } = useWords();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ task: Task; text: string }[] | null>(null);
  const cases = [...new Set(limits.map(limit => limit.instanceId))];
  const tasks = useQueries({
    queries: cases.map(id => ({ queryKey: ['case', id, 'tasks'], queryFn: ({ signal }: { signal: AbortSignal }) => get<Page<Task>>('/api/cases/{id}/tasks', { params: { id }, signal }) })),
    combine: results => results.flatMap(result => result.data?.items ?? []),
  });
  const steps = new Set(limits.map(limit => `${limit.instanceId}\n${limit.activityId}`));
  const open = tasks.filter(task => (task.state === 'open' || task.state === 'claimed') && steps.has(`${task.caseId}\n${task.activityId}`));
  const groups = open.reduce<Group[]>((found, task) => {
    const key = `${task.role}@${task.office}`;
    return found.some(group => group.key === key)
      ? found.map(group => (group.key === key ? { ...group, tasks: [...group.tasks, task] } : group))
      : [...found, { key, role: task.role, office: task.office, tasks: [task] }];
  }, []);
  const give = async () => {
    setBusy(true);
    const refused: { task: Task; text: string }[] = [];
    for (const group of groups.filter(known => chosen[known.key]))
      for (const task of group.tasks) {
        try {
          await post('/api/tasks/{id}/assign', { params: { id: task.id }, body: { assignee: chosen[group.key], expectedRevision: task.revision } });
        } catch (error) {
          refused.push({ task, text: error instanceof Problem ? error.message : t('state.away') });
        }
      }
    void client.invalidateQueries();
    setBusy(false);
    if (refused.length > 0) setFailed(refused);
    else onClose();
  };
  return (
    <Modal
      open
      title={t('board.reassign', { count: open.length })}
      closable={{ 'aria-label': t('act.close') }}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('act.cancel')}
        </Button>,
        <Button key="give" type="primary" loading={isBusy} disabled={!groups.some(group => chosen[group.key])} onClick={() => void give()}>
          {t('task.assign')}
        </Button>,
      ]}
    >
      {failed && (
        <Alert
          type="error"
          role="alert"
          showIcon
          className="space-below"
          title={t('board.notGiven', { count: failed.length })}
          description={
            <ul className="lines">
              {failed.map(({ task, text }) => (
                <li key={task.id}>
                  {of(task.title)}: {text}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {groups.length === 0 && <p className="empty">{t('board.noTasks')}</p>}
      {groups.map(group => (
        <PersonChoice key={group.key} group={group} value={chosen[group.key]} onChange={person => setChosen(before => ({ ...before, [group.key]: person }))} />
      ))}
    </Modal>
  );
};

const PersonChoice = ({ group, value, onChange }: { group: Group; value: string | undefined; onChange: (person: string) => void }) => {
  const { t, of, code } = useWords();
  const people = usePeople(group.office, group.role);
  const id = useId();
  return (
    <div className="space-below">
      <p>
        <strong>
          {code('role', group.role)}, <OfficeName id={group.office} />
        </strong>
        <span className="sub">{group.tasks.map(task => of(task.title)).join('; ')}</span>
      </p>
      <label htmlFor={id}>{t('task.assignTo')}</label>
      <Select
        id={id}
        className="wide-field"
        value={value}
        placeholder={t('form.choose')}
        onChange={onChange}
        options={[...people].sort((a, b) => compareText(a.displayName, b.displayName)).map(person => ({ value: person.user, label: `${person.displayName} (${person.user})` }))}
      />
    </div>
  );
};
