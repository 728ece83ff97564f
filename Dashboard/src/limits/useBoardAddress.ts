import { useSearchParams } from 'react-router';

export const shows = ['missed', 'soon', 'suspended', 'running', 'metLate', 'met', 'open'] as const;
export type Show = (typeof shows)[number];

/** The list is no longer that of one cell of the heat map. */
export const noCell = { cellOffice: null, cellStep: null };

/** What is looked at stands in the address, so that it can be sent to somebody and the back button leads back. */
export const useBoardAddress = () => {
  const [search, setSearch] = useSearchParams();
  const show = shows.find(known => known === search.get('show')) ?? null;
  const withValues = (values: Record<string, string | null | undefined>) => {
    const next = new URLSearchParams(search);
    next.delete('cursor');
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  };
  const cell = search.get('cellOffice') && search.get('cellStep') ? { office: search.get('cellOffice')!, step: search.get('cellStep')! } : null;
  return {
    office: search.get('office'),
    procedure: search.get('procedure'),
    limitId: search.get('limitId'),
    by: search.get('by') ?? 'office',
    show,
    /** One step of one office, without those below it. */
    cell,
    cursor: search.get('cursor'),
    put: (values: Record<string, string | null | undefined>) => setSearch(withValues(values)),
    /** The list behind a figure: another one than the cell's, unless it is given. */
    to: (values: Record<string, string | null>) => ({ search: withValues({ ...noCell, ...values }).toString(), hash: 'list' }),
  };
};
