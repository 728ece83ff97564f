import type { Task } from '../api/views';

export type Change =
  | { kind: 'assignee'; from: string | null; to: string | null }
  | { kind: 'state'; from: string; to: string }
  | { kind: 'done'; by: string; outcome: string; at: string };

/** What became of a task between the one that a person saw and the one that is there now. */
export const changesOf = (seen: Task, now: Task): Change[] => {
  if (seen.revision === now.revision && seen.state === now.state) return [];
  if (now.state === 'completed') return [{ kind: 'done', by: now.completedBy ?? '', outcome: now.outcome ?? '', at: now.endedAt ?? '' }];
  const changes: Change[] = [];
  if (seen.assignee !== now.assignee) changes.push({ kind: 'assignee', from: seen.assignee, to: now.assignee });
  if (seen.state !== now.state && now.state === 'cancelled') changes.push({ kind: 'state', from: seen.state, to: now.state });
  return changes;
};
