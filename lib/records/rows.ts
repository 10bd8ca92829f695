/** A row of a table: its cells from left to right, or what is wrong with it. */
export interface CellRow {
  /** Counted as a spreadsheet does: one per record, even where a record spans lines; blank lines count too. */
  readonly row: number;
  readonly cells?: readonly string[];
  readonly problem?: string;
  /** The problem in the words of the parser, where it has some. */
  readonly detail?: string;
}

/** A row of a file: its fields by name, or what is wrong with it. */
export interface FileRow {
  /** As in `CellRow`; of JSON Lines the line, of JSON, XML and Parquet the place in the list, from 1. */
  readonly row: number;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly problem?: string;
  /** What a row with too few or too many of them has. */
  readonly cells?: readonly string[];
}

/** Rows that come together: passing them on one by one costs more than reading them. */
export type Batches<Row> = AsyncIterable<readonly Row[]>;

/** Sets a field of any name: assigned, one called __proto__ would not be kept. */
export function setField(fields: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true });
}
