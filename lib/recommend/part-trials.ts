import type { Run } from '../evaluate/index.js';
import { combine, type Part } from '../hybrid/index.js';
import { exactIndex } from '../search/index.js';
import { selectRows } from '../vectors/index.js';

/**
 * Ranks similar products by several combinations of parts, to see what each part adds: one run a combination, ready
 * for `compareRuns`. A product with none of the parts finds nothing and is never found.
 * @param trials name → parts, row i of each belonging to `ids[i]`
 * @param queries ids of the products to ask about
 * @param depth results a query. Default 100.
 * @example
 * const runs = await rankByParts({ text: [text], both: [text, image] }, ids, qrels.keys());
 * runs.both.get('p1') // Map: the 100 nearest products → cosine
 */
export async function rankByParts(
  trials: Readonly<Record<string, readonly Part[]>>,
  ids: readonly string[],
  queries: Iterable<string>,
  depth = 100,
): Promise<Record<string, Run>> {
  const rowOf = new Map(ids.map((id, i) => [id, i]));
  const asked = [...queries].flatMap((id) => rowOf.get(id) ?? []);
  const runs: Record<string, Run> = {};
  for (const [name, parts] of Object.entries(trials)) {
    const { vectors, empty } = combine(parts);
    const without = new Set(empty);
    const rows = asked.filter((i) => !without.has(i));
    const index = exactIndex(vectors, { zeroRows: 'leave out' });
    const found = await index.searchBatch(selectRows(vectors, rows), depth + 1);
    await index.close();
    runs[name] = new Map(
      found.map((hits, j) => {
        const others = hits.filter((hit) => hit.row !== rows[j]).slice(0, depth);
        return [ids[rows[j]], new Map(others.map((hit) => [ids[hit.row], hit.score]))];
      }),
    );
  }
  return runs;
}
