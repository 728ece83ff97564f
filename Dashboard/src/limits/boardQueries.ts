import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { DueSoon, LateCauses, LimitPage, Localized, ProcedureView, StepCells, Totals } from '../api/views';
import { live, useProcedures } from '../app/queries';

/** What the board looks at: a subtree of offices and a procedure, or everything that is supervised. */
export interface Scope {
  office: string | null;
  procedure: string | null;
}

/** Working days ahead that count as soon. */
export const soonDays = 5;

const fresh = { refetchInterval: live.board, placeholderData: <T,>(previous: T | undefined) => previous };

export const useTotals = (scope: Scope, by: string) =>
  useQuery({ ...fresh, queryKey: ['board', 'totals', scope, by], queryFn: ({ signal }) => get<Totals>('/api/supervision/totals', { query: { ...scope, by }, signal }) });

export const useDueSoon = (scope: Scope, isAsked = true) =>
  useQuery({ ...fresh, enabled: isAsked, queryKey: ['board', 'due', scope], queryFn: ({ signal }) => get<DueSoon>('/api/supervision/due', { query: { ...scope, days: soonDays }, signal }) });

export const useSteps = (scope: Scope) =>
  useQuery({ ...fresh, queryKey: ['board', 'steps', scope], queryFn: ({ signal }) => get<StepCells>('/api/supervision/steps', { query: { ...scope }, signal }) });

export const useCauses = (scope: Scope) =>
  useQuery({ ...fresh, queryKey: ['board', 'causes', scope], queryFn: ({ signal }) => get<LateCauses>('/api/supervision/late-causes', { query: { ...scope }, signal }) });

export interface LimitFilter extends Scope {
  state: string;
  /** False for the office alone, without those below it. */
  below?: false;
  step?: string;
  limitId: string | null;
  dueBefore: string | null;
  cursor: string | null;
}

export const useLimits = (filter: LimitFilter) =>
  useQuery({ ...fresh, queryKey: ['limits', filter], queryFn: ({ signal }) => get<LimitPage>('/api/deadlines', { query: { ...filter, limit: 50 }, signal }) });

/** Names by id; an id that procedures share has each of their names once. */
const named = (parts: { id: string; name: Localized }[]) => {
  const found = new Map<string, Localized[]>();
  for (const { id, name } of parts) {
    const names = found.get(id) ?? [];
    if (!names.some(known => known.vi === name.vi)) found.set(id, [...names, name]);
  }
  return new Map([...found].map(([id, names]) => [id, { vi: names.map(name => name.vi).join(' / '), en: names.map(name => name.en).join(' / ') }]));
};

/** Names of the steps and limits of a scope by their ids: what procedures share is called as those that have limits there call it. */
export const useNames = (scope: Scope) => {
  const ids = useProcedures().map(known => known.id);
  const counted = useQuery({
    queryKey: ['board', 'procedures', scope],
    queryFn: ({ signal }) => get<Totals>('/api/supervision/totals', { query: { ...scope, by: 'procedure' }, signal }),
    staleTime: 300_000,
  });
  const here = scope.procedure === null ? counted.data?.items.map(totals => totals.procedure) : [scope.procedure];
  const known = useQuery({
    queryKey: ['procedure-names', ids],
    queryFn: ({ signal }) => Promise.all(ids.map(id => get<ProcedureView>('/api/procedures/{id}', { params: { id }, signal }))),
    enabled: ids.length > 0,
    staleTime: Infinity,
  });
  const all = known.data ?? [];
  const ofScope = all.filter(({ id }) => here?.includes(id));
  const namesOf = (part: 'steps' | 'limits') => new Map([all, ofScope].flatMap(told => [...named(told.flatMap(procedure => procedure[part] ?? []))]));
  return { steps: namesOf('steps'), limits: namesOf('limits') };
};
