/**
 * Relevance judgments: query id → product id → grade. Grades from 1 up are relevant, 0 is judged and not relevant,
 * below 0 counts as unjudged, as in trec_eval.
 */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What `checkQrels` found out about judgments that name products the catalogue lacks. */
export interface QrelsCheck {
  readonly queries: number;
  readonly judgments: number;
  /** Judgments of unknown products. They stay in the qrels, and in the denominators of recall, AP and nDCG. */
  readonly unknownJudgments: number;
  /** Each unknown product once, in the order of the qrels. */
  readonly unknownIds: readonly string[];
  /** Queries whose judged products are all unknown: no run can score above 0 on them. */
  readonly lostQueries: readonly string[];
}

/** Compares the products that judgments name with the ids of a catalogue, for a warning beside the figures. */
export function checkQrels(qrels: Qrels, knownIds: Iterable<string>): QrelsCheck {
  const known = new Set(knownIds);
  const unknown = new Set<string>();
  const lostQueries: string[] = [];
  let judgments = 0;
  let unknownJudgments = 0;
  for (const [query, grades] of qrels) {
    let found = 0;
    for (const id of grades.keys()) {
      if (known.has(id)) found++;
      else unknown.add(id);
    }
    judgments += grades.size;
    unknownJudgments += grades.size - found;
    if (found === 0) lostQueries.push(query);
  }
  return { queries: qrels.size, judgments, unknownJudgments, unknownIds: [...unknown], lostQueries };
}
