/** The cells of a table, row by row; the first row is the head. Every row has as many cells. */
export type Rows = readonly (readonly string[])[];

/** A table for a terminal: columns of one width each, two spaces between them, no lines. */
export function textTable(rows: Rows): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

/**
 * A table for a Markdown page.
 *
 * @param rows - Markdown, cell by cell
 */
export function markdownTable(rows: Rows): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`.replaceAll(/ {2,}/g, ' ');
  return [line(head), `|${head.map(() => '---|').join('')}`, ...body.map(line)].join('\n');
}
