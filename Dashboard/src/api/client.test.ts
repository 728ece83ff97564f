import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressOf, call, get, post, Problem, ServerAway, surround } from './client';

const answer = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status });
const asked = (...answers: (Response | Error)[]) => {
  const fetching = vi.fn((..._call: unknown[]) => {
    const next = answers.shift()!;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  vi.stubGlobal('fetch', fetching);
  return fetching;
};

afterEach(() => {
  vi.unstubAllGlobals();
  surround({ user: () => null, anotherUser: () => undefined, signInAgain: () => Promise.resolve(false), answered: () => undefined });
});

describe('an address', () => {
  it('encodes what is filled in and leaves out what is empty', () =>
    expect(addressOf('/api/cases/{id}', { id: 'a/b?c' }, { search: 'Lan & Mai', status: null, office: '', limit: 5 })).toBe('/api/cases/a%2Fb%3Fc?search=Lan+%26+Mai&limit=5'));
});

describe('a call', () => {
  it('goes once more with the same key after the session has been renewed', async () => {
    const fetching = asked(answer(401), answer(200, { done: true }));
    const signInAgain = vi.fn(() => Promise.resolve(true));
    surround({ signInAgain });
    expect(await post('/api/tasks/{id}/complete', { params: { id: 't' }, body: { outcome: 'Valid' }, key: 'k' })).toEqual({ done: true });
    expect(signInAgain).toHaveBeenCalledOnce();
    expect(fetching.mock.calls.map(call => (call[1] as { headers: Record<string, string> }).headers['Idempotency-Key'])).toEqual(['k', 'k']);
  });

  it.each([
    ['POST', false, 'l%C3%AA@namdinh'],
    ['DELETE', false, 'l%C3%AA@namdinh'],
    ['GET', false, undefined],
    ['POST', true, undefined],
  ])('%s, for anybody %s, names whom the page shows: %s', async (method, forAnybody, named) => {
    const fetching = asked(answer(200));
    surround({ user: () => 'lê@namdinh' });
    await call(method, '/api/session', { forAnybody });
    expect((fetching.mock.calls[0]![1] as { headers: Record<string, string> }).headers['Expected-User']).toBe(named?.replace('@', '%40'));
  });

  it('that finds the session another\'s says so and is refused', async () => {
    asked(answer(409, { type: '/problems/another-user', detail: 'Phiên của người khác.' }));
    const anotherUser = vi.fn();
    surround({ anotherUser });
    await expect(post('/api/tasks/{id}/complete', { params: { id: 't' }, body: {} })).rejects.toMatchObject({ rule: 'another-user' });
    expect(anotherUser).toHaveBeenCalledOnce();
  });

  it('is refused when nobody signs in again', async () => {
    asked(answer(401, { type: '/problems/sign-in-required', detail: 'Cần đăng nhập.' }));
    await expect(get('/api/tasks')).rejects.toMatchObject({ status: 401, rule: 'sign-in-required' });
  });

  it('tells the wrong fields of a refusal', async () => {
    asked(answer(422, { type: '/problems/invalid', detail: 'Sai', errors: [{ field: 'data.reason', rule: 'required', message: 'Thiếu' }] }));
    const refusal = await get('/api/tasks').catch((failure: unknown) => failure);
    expect(refusal).toBeInstanceOf(Problem);
    expect((refusal as Problem).fields).toEqual([{ field: 'data.reason', rule: 'required', message: 'Thiếu' }]);
  });

  it.each([['no connection', new TypeError('failed')], ['a gateway without a server', answer(502)]])('says that the server is away: %s', async (_reason, failure) => {
    asked(failure);
    const answered = vi.fn();
    surround({ answered });
    await expect(get('/api/tasks')).rejects.toBeInstanceOf(ServerAway);
    expect(answered).toHaveBeenCalledWith(false);
  });
});
