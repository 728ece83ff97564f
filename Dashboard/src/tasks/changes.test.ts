import { describe, expect, it } from 'vitest';
import type { Task } from '../api/views';
import { changesOf } from './changes';

const task = { revision: 1, state: 'open', assignee: null, completedBy: null, outcome: null, endedAt: null } as Task;

describe('what became of a task', () => {
  it('is nothing while its revision stands', () => expect(changesOf(task, { ...task })).toEqual([]));
  it('is who holds it now', () => expect(changesOf(task, { ...task, revision: 2, state: 'claimed', assignee: 'mai' })).toEqual([{ kind: 'assignee', from: null, to: 'mai' }]));
  it('is who completed it with what', () =>
    expect(changesOf(task, { ...task, revision: 3, state: 'completed', assignee: 'mai', completedBy: 'mai', outcome: 'Valid', endedAt: '2026-12-02T02:00:00Z' })).toEqual([
      { kind: 'done', by: 'mai', outcome: 'Valid', at: '2026-12-02T02:00:00Z' },
    ]));
  it('is that it was cancelled', () => expect(changesOf(task, { ...task, revision: 2, state: 'cancelled' })).toEqual([{ kind: 'state', from: 'open', to: 'cancelled' }]));
});
