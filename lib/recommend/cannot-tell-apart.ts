import { median } from '../stats/index.js';
import type { Comparison } from './compare.js';

/** nDCG@10 from which there is no room left for a better system. */
const saturated = 0.995;

/**
 * A sentence for the reader of a comparison in which every system does as well as can be; null where one does not. So it
 * comes out where a category of thousands stands in for judgments: whatever is near has the category.
 * @example cannotTellApart(similar) // 'every system has an nDCG@10 of 0.995 or more, as a question has 6,540 right answers …'
 */
export function cannotTellApart({ evaluations, qrels }: Comparison): string | null {
  const systems = Object.values(evaluations);
  if (systems.length < 2 || systems.some(({ mean }) => !(mean['nDCG@10'] >= saturated))) return null;
  const relevant = [...qrels.values()].map(
    (grades) => [...grades.values()].filter((grade) => grade > 0).length,
  );
  const answers = Math.round(median(relevant.sort((a, b) => a - b))).toLocaleString('en');
  return `every system has an nDCG@10 of ${saturated} or more, as a question has ${answers} right answers (median) for ten places: these judgments cannot tell the systems apart; set QRELS to judgments of your own`;
}
