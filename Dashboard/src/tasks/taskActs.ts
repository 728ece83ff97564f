import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { post, Problem } from '../api/client';
import type { TaskSummary } from '../api/views';
import { useWords } from '../text/i18n';

type Taken = Pick<TaskSummary, 'id' | 'caseId' | 'revision'>;

/** Claiming, releasing and assigning; whatever comes of it, what is shown is asked for again. */
export const useTaskActs = () => {
  const client = useQueryClient();
  const { t } = useWords();
  const { message } = App.useApp();
  const settle = (task: Taken) =>
    Promise.all([client.invalidateQueries({ queryKey: ['tasks'] }), client.invalidateQueries({ queryKey: ['task', task.id] }), client.invalidateQueries({ queryKey: ['case', task.caseId] })]);
  const onError = (failure: Error) => void message.error(failure instanceof Problem ? failure.message : t('state.away'), 6);
  const claim = useMutation({
    mutationFn: (task: Taken) => post('/api/tasks/{id}/claim', { params: { id: task.id }, body: { expectedRevision: task.revision } }),
    onError,
    onSettled: (_data, _error, task) => settle(task),
  });
  const release = useMutation({
    mutationFn: (task: Taken) => post('/api/tasks/{id}/release', { params: { id: task.id }, body: { expectedRevision: task.revision } }),
    onError,
    onSettled: (_data, _error, task) => settle(task),
  });
  const assign = useMutation({
    mutationFn: ({ task, assignee }: { task: Taken; assignee: string }) => post('/api/tasks/{id}/assign', { params: { id: task.id }, body: { assignee, expectedRevision: task.revision } }),
    onError,
    onSuccess: () => void message.success(t('task.assigned')),
    onSettled: (_data, _error, { task }) => settle(task),
  });
  return { claim, release, assign };
};
