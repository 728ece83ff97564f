import { useState, type ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  title: string;
  show: (row: Row) => ReactNode;
  /** Given, the column's heading sorts by it; the order of the server stands otherwise. */
  compare?: (left: Row, right: Row) => number;
  /** Figures and dates stand under each other. */
  isFigure?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  empty: string;
  tone?: (row: Row) => string | undefined;
}

/** A table for reading: real headings, sorting by them, cards on a narrow screen, whole on paper. */
export const DataTable = <Row,>({ caption, columns, rows, keyOf, empty, tone }: Props<Row>) => {
  const [sort, setSort] = useState<{ key: string; isDown: boolean } | null>(null);
  const compare = columns.find(column => column.key === sort?.key)?.compare;
  const shown = compare ? [...rows].sort((left, right) => compare(left, right) * (sort?.isDown ? -1 : 1)) : rows;
  if (rows.length === 0) return <p className="empty">{empty}</p>;
  return (
    <table className="data">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column.key} scope="col" aria-sort={sort?.key === column.key ? (sort.isDown ? 'descending' : 'ascending') : undefined}>
              {column.compare ? (
                <button type="button" className="sort" onClick={() => setSort(previous => ({ key: column.key, isDown: previous?.key === column.key && !previous.isDown }))}>
                  {column.title}
                  <span aria-hidden="true">{sort?.key === column.key ? (sort.isDown ? ' ↓' : ' ↑') : ''}</span>
                </button>
              ) : (
                column.title
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map(row => (
          <tr key={keyOf(row)} className={tone?.(row)}>
            {columns.map((column, index) => {
              const content = column.show(row);
              const Cell = index === 0 ? 'th' : 'td';
              return (
                <Cell key={column.key} scope={index === 0 ? 'row' : undefined} className={column.isFigure ? 'figure' : undefined}>
                  <span className="cell-label" aria-hidden="true">
                    {column.title}
                  </span>
                  <span className="cell-value">{content}</span>
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
