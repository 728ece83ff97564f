import type { paths } from './schema';

/** Paths of the API that take a method, as the Host's own document names them. */
type PathsOf<Method extends string> = {
  [Path in keyof paths]: paths[Path] extends { [M in Method]: infer Operation } ? (Operation extends undefined ? never : Path) : never;
}[keyof paths];

type Values = Record<string, string | number | boolean | null | undefined>;

export interface FieldError {
  field: string;
  rule: string;
  message: string;
}

/** A refusal of the server (RFC 9457): what rule it was and which fields are wrong. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly rule: string,
    detail: string,
    readonly fields: FieldError[],
  ) {
    super(detail);
  }
}

/** The server did not answer; nothing is known of what it did. */
export class ServerAway extends Error {}

interface Options {
  params?: Record<string, string>;
  query?: Values;
  body?: unknown;
  /** Idempotency-Key: the same for each try of the same act. */
  key?: string;
  signal?: AbortSignal;
  /** False where an ended session is an answer and not an interruption. */
  signIn?: boolean;
  /** True where it does not matter whose session it is. */
  forAnybody?: boolean;
}

interface Surroundings {
  language: () => string;
  /** Whom the page shows: nothing is done in another's name. */
  user: () => string | null;
  /** Told when the session has become another's. */
  anotherUser: () => void;
  /** Asks the person to sign in again; false when he does not. */
  signInAgain: () => Promise<boolean>;
  /** Told after each call whether the server answered. */
  answered: (isThere: boolean) => void;
}

let surroundings: Surroundings = { language: () => 'vi', user: () => null, anotherUser: () => undefined, signInAgain: () => Promise.resolve(false), answered: () => undefined };

export const surround = (given: Partial<Surroundings>) => {
  surroundings = { ...surroundings, ...given };
};

export const addressOf = (path: string, params: Record<string, string> = {}, query: Values = {}) => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]])));
  return search.size === 0 ? filled : `${filled}?${search}`;
};

const send = async (method: string, address: string, options: Options) => {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': surroundings.language() };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.key) headers['Idempotency-Key'] = options.key;
  const user = method === 'GET' || options.forAnybody ? null : surroundings.user();
  if (user !== null) headers['Expected-User'] = encodeURIComponent(user);
  try {
    const response = await fetch(address, { method, headers, body: options.body === undefined ? null : JSON.stringify(options.body), signal: options.signal ?? null, credentials: 'same-origin' });
    const isThere = ![502, 503, 504].includes(response.status);
    surroundings.answered(isThere);
    if (!isThere) throw new ServerAway();
    return response;
  } catch (failure) {
    if (failure instanceof ServerAway || options.signal?.aborted) throw failure;
    surroundings.answered(false);
    throw new ServerAway();
  }
};

export const problemOf = async (response: Response): Promise<Problem> => {
  const body = (await response.json().catch(() => ({}))) as { type?: string; title?: string; detail?: string; errors?: FieldError[] };
  return new Problem(response.status, body.type?.replace('/problems/', '') ?? 'unknown', body.detail ?? body.title ?? `HTTP ${response.status}`, body.errors ?? []);
};

/** Sends once more after the person has signed in again, so that nothing that was asked is lost with a session. */
export const call = async (method: string, path: string, options: Options = {}): Promise<Response> => {
  const address = addressOf(path, options.params, options.query);
  let response = await send(method, address, options);
  if (response.status === 401 && options.signIn !== false && (await surroundings.signInAgain())) response = await send(method, address, options);
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.rule === 'another-user') surroundings.anotherUser();
  throw problem;
};

const read = async <T>(response: Promise<Response>): Promise<T> => {
  const text = await (await response).text();
  return (text === '' ? {} : JSON.parse(text)) as T;
};

export const get = <T>(path: PathsOf<'get'>, options: Options = {}) => read<T>(call('GET', path, options));
export const post = <T = unknown>(path: PathsOf<'post'>, options: Options = {}) => read<T>(call('POST', path, options));
export const del = (path: PathsOf<'delete'>, options: Options = {}) => call('DELETE', path, options);
