import { useSearchParams } from 'react-router';

export const shows = ['missed', 'soon', 'suspended', 'running', 'metLate', 'met'] as const;
export type Show = (typeof shows)[number];

/** What is looked at stands in the address, so that it can be sent to somebody and the back button leads back. */
export const useBoardAddress = () => {
  const [search, setSearch] = useSearchParams();
  const show = shows.find(known => known === search.get('show')) ?? null;
  const put = (values: Record<string, string | null | undefined>) => {
    const next = new URLSearchParams(search);
    next.delete('cursor');
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setSearch(next);
  };
  const to = (values: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    next.delete('cursor');
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return { search: next.toString(), hash: 'list' };
  };
  return { office: search.get('office'), procedure: search.get('procedure'), limitId: search.get('limitId'), by: search.get('by') ?? 'office', show, cursor: search.get('cursor'), put, to };
};
