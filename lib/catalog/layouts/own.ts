import { columns } from '../parse-product.js';
import type { Field, Layout } from './layout.js';

/** The project's own columns. */
export const own: Layout = {
  name: "a catalogue with vitrine's columns",
  signs: [['uniq_id', 'title']],
  columns: Object.fromEntries(columns.map((name): [Field, string[]] => [name, [name]])),
};
