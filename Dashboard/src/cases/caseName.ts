import type { CaseSummary } from '../api/views';

/** What a case is called: its number once it has one, its reference code until then. */
export const caseName = (file: Pick<CaseSummary, 'number' | 'referenceCode'>) => file.number?.text ?? file.referenceCode;
