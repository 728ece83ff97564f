import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '../api/client';
import type { CalendarYear, CaseDocument, CaseView, JournalEntry, Letter, Limit, Office, Page, Person, ProcedureView, RelatedCase, Task } from '../api/views';

/** How often what others do is looked for, in milliseconds; a page in the background looks for nothing. */
export const live = { tasks: 4_000, case: 8_000, board: 8_000 };

const still = { staleTime: Infinity, gcTime: Infinity };

export const calendarQuery = (year: number) => ({
  queryKey: ['calendar', year],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<CalendarYear>('/api/calendar/{year}', { params: { year: String(year) }, signal }),
  staleTime: 600_000,
});

/** Days of the calendar that are not what their weekday says, for the years from the first date to the second. */
export const useCalendar = ([from, to]: [string, string]) => {
  const first = Number(from.slice(0, 4));
  const years = Array.from({ length: Math.max(1, Math.min(5, Number(to.slice(0, 4)) - first + 1)) }, (_, index) => first + index);
  const loaded = useQueries({ queries: years.map(calendarQuery), combine: results => results.flatMap(result => result.data?.days ?? []) });
  return useMemo(() => new Map(loaded.map(known => [known.date, known])), [loaded]);
};

export const useOffices = () => {
  const offices = useQuery({ queryKey: ['offices'], queryFn: ({ signal }) => get<Page<Office>>('/api/offices', { signal }), ...still });
  return offices.data?.items ?? [];
};

export const usePeople = (office: string, role: string, isAsked = true) => {
  const people = useQuery({
    queryKey: ['people', office, role],
    queryFn: ({ signal }) => get<Page<Person>>('/api/offices/{id}/people', { params: { id: office }, query: { role }, signal }),
    enabled: isAsked,
    staleTime: 300_000,
  });
  return people.data?.items ?? [];
};

/** Every procedure, without its forms; undefined until the server has told. */
export const useKnownProcedures = () => useQuery({ queryKey: ['procedures'], queryFn: ({ signal }) => get<Page<ProcedureView>>('/api/procedures', { signal }), ...still }).data?.items;

export const useProcedures = () => useKnownProcedures() ?? [];

/** What the server tells of a procedure; undefined until it has. */
export const useProcedure = (id: string) =>
  useQuery({ queryKey: ['procedure', id], queryFn: ({ signal }) => get<ProcedureView>('/api/procedures/{id}', { params: { id }, signal }), ...still }).data;

export const useTask = (id: string) => useQuery({ queryKey: ['task', id], queryFn: ({ signal }) => get<Task>('/api/tasks/{id}', { params: { id }, signal }) });

export const useCase = (id: string) =>
  useQuery({ queryKey: ['case', id], queryFn: ({ signal }) => get<CaseView>('/api/cases/{id}', { params: { id }, signal }), refetchInterval: live.case });

/** A part of a case; asked for again when the case itself has changed (see CasePanel). */
const part = <T,>(name: string, path: Parameters<typeof get>[0]) =>
  function usePart(id: string) {
    return useQuery({ queryKey: ['case', id, name], queryFn: ({ signal }) => get<Page<T>>(path, { params: { id }, signal }) });
  };

export const useCaseTasks = (id: string) =>
  useQuery({ queryKey: ['case', id, 'tasks'], queryFn: ({ signal }) => get<Page<Task>>('/api/cases/{id}/tasks', { params: { id }, signal }), refetchInterval: live.case });
export const useCaseLimits = part<Limit>('limits', '/api/cases/{id}/deadlines');
export const useDocuments = part<CaseDocument>('documents', '/api/cases/{id}/documents');
export const useLetters = part<Letter>('letters', '/api/cases/{id}/messages');
export const useRelated = part<RelatedCase>('related', '/api/cases/{id}/related');
export const useJournal = part<JournalEntry>('journal', '/api/cases/{id}/journal');
