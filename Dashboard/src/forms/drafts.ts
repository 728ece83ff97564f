import type { JsonRecord } from '../api/views';

/**
 * What a person has typed into a task and not sent yet. It lies in this tab only, under his name, and no other person is shown it. It goes when
 * the task is done, and when the person signs out or somebody else signs in at this tab; when that happens at another, it waits for him here.
 */
export interface Draft {
  outcome: string;
  values: Record<string, JsonRecord>;
  at: string;
}

const prefix = 'pe.draft:';

const keyOf = (user: string, task: string) => `${prefix}${user}:${task}`;

export const readDraft = (user: string, task: string, storage: Storage = sessionStorage): Draft | null => {
  try {
    const draft = JSON.parse(storage.getItem(keyOf(user, task)) ?? 'null') as Draft | null;
    return draft && typeof draft.outcome === 'string' && typeof draft.values === 'object' ? draft : null;
  } catch {
    return null;
  }
};

/** A full storage loses the draft and nothing else. */
export const writeDraft = (user: string, task: string, draft: Draft, storage: Storage = sessionStorage) => {
  try {
    storage.setItem(keyOf(user, task), JSON.stringify(draft));
  } catch {
    storage.removeItem(keyOf(user, task));
  }
};

export const dropDraft = (user: string, task: string, storage: Storage = sessionStorage) => storage.removeItem(keyOf(user, task));

/** All drafts of everybody but the one named; without a name, all. */
export const dropDrafts = (except: string | null = null, storage: Storage = sessionStorage) => {
  for (const key of Array.from({ length: storage.length }, (_, index) => storage.key(index)))
    if (key?.startsWith(prefix) && (except === null || !key.startsWith(`${prefix}${except}:`))) storage.removeItem(key);
};
