import { z } from 'zod';

const multiline = z.union([z.string(), z.array(z.string())]);
const metadata = z.record(z.string(), z.unknown());
const cell = z.looseObject({
  cell_type: z.enum(['code', 'markdown', 'raw']),
  id: z.string().optional(),
  metadata,
  source: multiline.transform((source) => (typeof source === 'string' ? source : source.join(''))),
  outputs: z.array(z.looseObject({ output_type: z.string() })).optional(),
  execution_count: z.number().nullable().optional(),
});

/** What a notebook file must hold, after its version was checked; sources are joined to one string. */
export const notebookSchema = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.number().int(),
  metadata,
  cells: z.array(cell),
});

/** An output as nbformat 4 stores it: `stream`, `display_data`, `execute_result` or `error`. */
export interface Output {
  output_type: string;
  [key: string]: unknown;
}

export interface Cell {
  cell_type: 'code' | 'markdown' | 'raw';
  id?: string;
  metadata: Record<string, unknown>;
  /** The whole source as one string (the file holds lines). */
  source: string;
  outputs?: Output[];
  execution_count?: number | null;
  [key: string]: unknown;
}

/** A Jupyter notebook, nbformat 4. */
export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
  [key: string]: unknown;
}

/** A cell's tags, none if it has no list of them. */
export function tagsOf(cell: Cell): string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}
