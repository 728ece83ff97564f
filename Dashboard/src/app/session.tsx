import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { del, get, post, Problem, surround } from '../api/client';
import type { Session } from '../api/views';
import { dropDrafts } from '../forms/drafts';
import { useWords } from '../text/i18n';
import { PageState } from '../parts/PageState';
import { forgetLeft, leavePageOf, onTold, readLeft, tellTabs } from './tabs';

interface SessionState extends Session {
  /** Milliseconds by which the store's clock is ahead of this machine's. */
  ahead: number;
  signOut: () => Promise<void>;
  holds: (role: string, office?: string) => boolean;
}

const Context = createContext<SessionState | null>(null);

export const useSession = () => {
  const session = useContext(Context);
  if (!session) throw new Error('There is no session around this part.');
  return session;
};

/** The store's now; moves on with every minute, and with the session that is asked for again. */
export const useNow = () => {
  const { ahead } = useSession();
  const [tick, setTick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(tick, Date.now()) + ahead;
};

/** Everything inside belongs to a person who is signed in; when his session ends he is asked again, and what was being done goes on. */
export const SessionGate = ({ children }: { children: ReactNode }) => {
  const client = useQueryClient();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      const view = await get<Session>('/api/session', { signal, signIn: false });
      return { ...view, ahead: new Date(view.now).getTime() - Date.now() };
    },
    refetchInterval: 30_000,
    refetchOnWindowFocus: 'always',
    staleTime: 15_000,
  });
  // Whom the page shows, from the first answer on; an answer with another's name ends the page.
  const known = useRef<Session | null>(null);
  const isAnothers = known.current !== null && session.data !== undefined && session.data.user !== known.current.user;
  if (session.data && !isAnothers) known.current = session.data;
  const leave = useCallback(() => known.current && leavePageOf(known.current), []);
  useEffect(() => {
    if (isAnothers) leave();
  }, [isAnothers, leave]);
  const [waiting, setWaiting] = useState<((isSignedIn: boolean) => void) | null>(null);
  const pending = useRef<Promise<boolean> | null>(null);

  const signInAgain = useCallback(() => {
    pending.current ??= new Promise<boolean>(resolve => setWaiting(() => resolve)).finally(() => {
      pending.current = null;
      setWaiting(null);
    });
    return pending.current;
  }, []);
  useEffect(() => surround({ signInAgain, user: () => known.current?.user ?? null, anotherUser: leave }), [signInAgain, leave]);

  const ended = session.error instanceof Problem && session.error.status === 401;
  useEffect(() => {
    if (ended && known.current) void signInAgain();
  }, [ended, signInAgain]);

  useEffect(
    () =>
      onTold(user => {
        if (known.current && known.current.user !== user) leave();
        else void client.invalidateQueries({ queryKey: ['session'] }).then(() => waiting?.(true));
      }),
    [client, leave, waiting],
  );

  const signedIn = useCallback(
    async (now: Session) => {
      dropDrafts(now.user);
      tellTabs(now.user);
      if (known.current && known.current.user !== now.user) {
        leave();
        return;
      }
      client.setQueryData(['session'], { ...now, ahead: new Date(now.now).getTime() - Date.now() });
      waiting?.(true);
      await client.invalidateQueries({ predicate: query => query.state.status === 'error' });
    },
    [client, leave, waiting],
  );

  const person = known.current;
  const state = useMemo<SessionState | null>(
    () =>
      person && {
        ...person,
        ahead: new Date(person.now).getTime() - Date.now() + (session.dataUpdatedAt ? Date.now() - session.dataUpdatedAt : 0),
        holds: (role, office) => person.grants.some(grant => grant.role === role && (office === undefined || grant.office === office)),
        signOut: async () => {
          await del('/api/session', { signIn: false });
          dropDrafts();
          tellTabs(null);
          window.location.assign('/app/tasks');
        },
      },
    [person, session.dataUpdatedAt],
  );

  if (!state) return ended ? <SignInPage onSignedIn={signedIn} /> : <PageState query={session} />;
  return (
    <Context value={state}>
      {children}
      {waiting && <SignInDialog user={state.user} onSignedIn={signedIn} />}
    </Context>
  );
};

/** Says once why the page before was left. @param user Who is signed in now. */
export const LeftNote = ({ user }: { user?: Session }) => {
  const { t } = useWords();
  const [left, setLeft] = useState(readLeft);
  useEffect(forgetLeft, []);
  if (!left || left.user === user?.user) return null;
  return (
    <Alert
      type="warning"
      role="status"
      showIcon
      closable={{ closeIcon: true, 'aria-label': t('act.close') }}
      onClose={() => setLeft(null)}
      className="space-below"
      title={user ? t('session.another', { now: user.displayName, before: left.displayName }) : t('session.signedOut', { before: left.displayName })}
    />
  );
};

const SignInPage = ({ onSignedIn }: { onSignedIn: (session: Session) => Promise<void> }) => {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <main className="sign-in">
      <div className="card sign-in-card">
        <p className="brand-line">{t('app.name')}</p>
        <h1>{t('signIn.title')}</h1>
        <LeftNote />
        <SignInForm onSignedIn={onSignedIn} />
      </div>
    </main>
  );
};

const SignInDialog = ({ user, onSignedIn }: { user: string; onSignedIn: (session: Session) => Promise<void> }) => {
  const { t } = useWords();
  return (
    <Modal open title={t('signIn.again')} closable={false} keyboard={false} mask={{ closable: false }} footer={null}>
      <p>{t('signIn.againText')}</p>
      <SignInForm user={user} onSignedIn={onSignedIn} />
    </Modal>
  );
};

const SignInForm = ({ user, onSignedIn }: { user?: string; onSignedIn: (session: Session) => Promise<void> }) => {
  const { t } = useWords();
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (values: { user?: string; password?: string }) => {
    if (!values.user?.trim() || !values.password) {
      setError(t('signIn.required'));
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await onSignedIn(await post<Session>('/api/session', { body: { user: values.user.trim(), password: values.password }, signIn: false, forAnybody: true }));
    } catch (failure) {
      setError(failure instanceof Problem ? failure.message : t('state.away'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form layout="vertical" name="sign-in" requiredMark={false} initialValues={{ user }} onFinish={submit}>
      {error && <Alert type="error" role="alert" showIcon title={error} className="space-below" />}
      <Form.Item name="user" label={t('signIn.user')}>
        <Input autoComplete="username" autoFocus={!user} autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')}>
        <Input type="password" autoComplete="current-password" autoFocus={!!user} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isBusy}>
        {t('signIn.submit')}
      </Button>
    </Form>
  );
};
