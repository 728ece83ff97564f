const collator = new Intl.Collator('vi', { sensitivity: 'variant', numeric: true });

/** The order of Vietnamese dictionaries, with numbers in a text by their value. */
export const compareText = (left: string, right: string) => collator.compare(left, right);

/** Equal for a reader: case, spaces and the way a letter's marks are written do not count. */
export const fold = (text: string) => text.normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/g, ' ').trim();
