/** 250.000.000, grouped as sums are written here. */
export const grouped = (value: number | string) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '.');

export const sum = (value: number | string) => `${grouped(value)} đồng`;

/** Size of a file: 1,2 MB. */
export const bytes = (size: number) => (size >= 1_000_000 ? `${(size / 1_000_000).toFixed(1).replace('.', ',')} MB` : `${Math.max(1, Math.round(size / 1000))} kB`);
