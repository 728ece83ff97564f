/** Who is signed in by now, as the tabs of this browser tell each other: they share one session. */
type Told = { user: string | null };

/** Null where the browser has none: the server's answers tell the same, only later. */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('pe.session');

/** Tells the other tabs. @param user Null when nobody is. */
export const tellTabs = (user: string | null) => channel?.postMessage({ user } satisfies Told);

/** What another tab did. @returns Ends it. */
export const onTold = (listener: (user: string | null) => void) => {
  const listen = (event: MessageEvent<Told>) => listener(event.data.user);
  channel?.addEventListener('message', listen);
  return () => channel?.removeEventListener('message', listen);
};

/** Whose page was left because the session was no longer his: said on the next one, once. */
export interface Left {
  user: string;
  displayName: string;
}

const key = 'pe.left';

/** Nothing of the page may stay under another's session. Drafts lie under their user's name: nobody else is shown them. */
export const leavePageOf = ({ user, displayName }: Left) => {
  sessionStorage.setItem(key, JSON.stringify({ user, displayName } satisfies Left));
  window.location.assign('/app/tasks');
};

export const readLeft = () => JSON.parse(sessionStorage.getItem(key) ?? 'null') as Left | null;

export const forgetLeft = () => sessionStorage.removeItem(key);
