import { useSyncExternalStore } from 'react';

let isThere = true;
const listeners = new Set<() => void>();

/** Whether the server answered the last call. */
export const connection = {
  report: (answered: boolean) => {
    if (answered === isThere) return;
    isThere = answered;
    listeners.forEach(listener => listener());
  },
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const useServerIsThere = () => useSyncExternalStore(connection.subscribe, () => isThere);
