import { fold } from '../text/sort';

/** What is typed finds an option by any part of its name, whatever its letter case. */
export const searchable = { filterOption: (typed: string, option?: { label: string }) => fold(option?.label ?? '').includes(fold(typed)) };
