import { createHash } from 'node:crypto';
import { ArgumentError, shown } from '../../errors/index.js';
import { type WilsonInterval, wilsonInterval } from '../../stats/index.js';
import { createRandom } from '../../vectors/index.js';

/** Whose result an item of an interleaved list is; null for items that only fill the list up. */
export type Team = 'A' | 'B' | null;

export interface InterleavedItem {
  readonly id: string;
  readonly team: Team;
}

export interface TeamDraftOptions {
  /** Items that the list is to have. Default 10. */
  readonly k?: number;
  /**
   * Decides who picks first in each round. Take what identifies the impression (an id of request, session and query):
   * the list can then be made again when the clicks come in, and need not be kept.
   */
  readonly seed: number | string;
}

/**
 * Joins the results of two rankers into one list to show, by team draft: in each round both sides pick once, the first
 * by the toss of a coin, each the best of its own results that is not in the list yet. No product comes twice, and
 * after any number of items no side has picked two more than the other, so neither gains by its position.
 *
 * When one side has nothing left to pick, the list is filled up from the other with items of no team: clicks on them
 * count for nobody.
 *
 * Radlinski, Kurup and Joachims, "How does clickthrough data reflect retrieval quality?", CIKM 2008.
 * @param rankingA product ids, best first
 * @param rankingB product ids, best first
 * @returns at most k items in the order to show
 * @throws {ArgumentError} on a k that is no whole number from 1 up, or a ranking that names a product twice
 * @example
 * teamDraft(['p1', 'p2', 'p3'], ['p2', 'p4', 'p1'], { k: 3, seed: 'request-81' });
 * // [{ id: 'p1', team: 'A' }, { id: 'p2', team: 'B' }, { id: 'p4', team: 'B' }], or another draft
 */
export function teamDraft(
  rankingA: readonly string[],
  rankingB: readonly string[],
  { k = 10, seed }: TeamDraftOptions,
): InterleavedItem[] {
  if (!Number.isInteger(k) || k < 1) {
    throw new ArgumentError(`k is ${shown(k)}; give the number of items to show, from 1 up`);
  }
  checkDistinct('A', rankingA);
  checkDistinct('B', rankingB);
  const random = createRandom(seedNumber(seed));
  const list: InterleavedItem[] = [];
  const taken = new Set<string>();
  const queues = { A: rankingA[Symbol.iterator](), B: rankingB[Symbol.iterator]() };
  const pick = (team: 'A' | 'B', credit: boolean): boolean => {
    for (let next = queues[team].next(); !next.done; next = queues[team].next()) {
      if (taken.has(next.value)) continue;
      taken.add(next.value);
      list.push({ id: next.value, team: credit ? team : null });
      return true;
    }
    return false;
  };
  while (list.length < k) {
    const round: ('A' | 'B')[] = random.int(2) === 0 ? ['A', 'B'] : ['B', 'A'];
    const without = round.find((team) => list.length < k && !pick(team, true));
    if (without === undefined) continue;
    while (list.length < k && pick(without === 'A' ? 'B' : 'A', false));
    break;
  }
  return list;
}

/** One list that was shown, and what was clicked in it. */
export interface Impression {
  readonly list: readonly InterleavedItem[];
  /** Product ids of the list; a product that is clicked twice counts once. */
  readonly clicks: readonly string[];
}

export interface CountOptions<I extends Impression> {
  /**
   * What counts once: the shopper, say, when one sees many lists, since their clicks resemble each other. The clicks
   * of all its impressions are added up. Default each impression.
   */
  readonly groupBy?: (impression: I) => string;
}

/** Which of two rankers shoppers preferred. */
export interface InterleavingResult {
  readonly impressions: number;
  /** Impressions, or groups of them, in which A (or B) has more clicked products. */
  readonly winsA: number;
  readonly winsB: number;
  /** With as many clicks on A's as on B's, at least one each. */
  readonly ties: number;
  /** Without a click on an item of either team. They say nothing. */
  readonly withoutClicks: number;
  /** (winsA + ½ ties) / (winsA + winsB + ties) − ½, in [−½, ½]: above 0 where A is preferred. 0 when nothing was clicked. */
  readonly preference: number;
  /** A's share of the wins with its 95% Wilson interval; null without wins. */
  readonly shareA: WilsonInterval | null;
  /** Two-sided sign test: exact binomial with ½, ties left out; 1 without wins. */
  readonly pValue: number;
  /** One sentence for people. */
  readonly summary: string;
}

/**
 * Counts which ranker won: of each impression, the side with more clicked products.
 *
 * The p-value holds for a number of impressions that was fixed before looking. Looking every day and stopping at
 * p < 0.05 finds a winner between equal rankers far more often than one time in 20; this function has no stopping rule.
 *
 * Preference: Chapelle, Joachims, Radlinski and Yue, "Large-scale validation and analysis of interleaved search
 * evaluation", ACM TOIS 30(1), 2012. Interval: Wilson, "Probable inference", 1927.
 * @throws {ArgumentError} on a click on a product that the list does not have; log lines name the impression, from 0
 * @example
 * const list = [{ id: 'p1', team: 'A' }, { id: 'p2', team: 'B' }];
 * countWins([{ list, clicks: ['p1'] }, { list, clicks: [] }]) // { winsA: 1, winsB: 0, ties: 0, withoutClicks: 1, preference: 0.5, … }
 */
export function countWins<I extends Impression>(
  impressions: Iterable<I>,
  options: CountOptions<I> = {},
): InterleavingResult {
  const { groupBy } = options;
  const credits = new Map<string | number, { a: number; b: number }>();
  let count = 0;
  for (const impression of impressions) {
    const key = groupBy ? groupBy(impression) : count;
    const credit = credits.get(key) ?? { a: 0, b: 0 };
    const teams = new Map(impression.list.map(({ id, team }) => [id, team]));
    for (const id of new Set(impression.clicks)) {
      const team = teams.get(id);
      if (team === undefined) {
        throw new ArgumentError(
          `impression ${count}: a click on ${shown(id)}, which its list of ${teams.size} does not have; join clicks to the list that was shown`,
        );
      }
      if (team === 'A') credit.a++;
      if (team === 'B') credit.b++;
    }
    credits.set(key, credit);
    count++;
  }
  const all = [...credits.values()];
  const winsA = all.filter(({ a, b }) => a > b).length;
  const winsB = all.filter(({ a, b }) => a < b).length;
  const ties = all.filter(({ a, b }) => a === b && a > 0).length;
  const clicked = winsA + winsB + ties;
  const pValue = signTest(winsA, winsB);
  return {
    impressions: count,
    winsA,
    winsB,
    ties,
    withoutClicks: all.length - clicked,
    preference: clicked === 0 ? 0 : (winsA + ties / 2) / clicked - 0.5,
    shareA: winsA + winsB === 0 ? null : wilsonInterval(winsA, winsA + winsB),
    pValue,
    summary: summarize(winsA, winsB, ties, pValue),
  };
}

/**
 * Two-sided sign test: how likely wins and losses at least this uneven are when both sides win equally often. Ties are
 * left out by the caller. Exact binomial; 1 when there is neither.
 * @throws {ArgumentError} on counts that are no whole numbers from 0 up
 * @example signTest(9, 1) // 22/1024 = 0.0215
 */
export function signTest(wins: number, losses: number): number {
  for (const value of [wins, losses]) {
    if (!Number.isInteger(value) || value < 0) {
      throw new ArgumentError(
        `the sign test got ${shown(value)}; wins and losses are whole numbers from 0 up`,
      );
    }
  }
  const n = wins + losses;
  const most = Math.max(wins, losses);
  if (most === n - most) return 1;
  // ln C(n, most) − n ln 2, then the tail term by term, each the one before × (n − k) / (k + 1).
  let logTerm = -n * Math.LN2;
  for (let i = 1; i <= n - most; i++) logTerm += Math.log((most + i) / i);
  let relative = 1;
  let tail = 1;
  for (let k = most; k < n && relative > tail * 1e-17; k++) {
    relative *= (n - k) / (k + 1);
    tail += relative;
  }
  return Math.min(1, 2 * Math.exp(logTerm) * tail);
}

function summarize(winsA: number, winsB: number, ties: number, pValue: number): string {
  const score = `A won ${winsA}, B won ${winsB}, ${ties} tied`;
  if (winsA + winsB === 0) return `${score}: nothing to tell them apart by yet.`;
  const p = pValue < 0.0001 ? 'p < 0.0001' : `p = ${pValue.toFixed(4)}`;
  const verdict =
    pValue < 0.05 ? `shoppers preferred ${winsA > winsB ? 'A' : 'B'}` : 'no difference beyond chance';
  return `${score}: ${verdict} (${p}, sign test; holds for a number of impressions fixed beforehand).`;
}

/** Neighbouring seeds must not toss alike, so they go through a hash. */
function seedNumber(seed: number | string): number {
  return createHash('sha256').update(String(seed)).digest().readInt32LE(0);
}

function checkDistinct(team: 'A' | 'B', ranking: readonly string[]): void {
  const seen = new Set<string>();
  ranking.forEach((id, i) => {
    if (seen.has(id)) {
      throw new ArgumentError(
        `ranking ${team} has product ${shown(id)} twice, the second time at rank ${i + 1}; list each product once`,
      );
    }
    seen.add(id);
  });
}
