import { UserError } from '../errors/index.js';
import { rowsByGroup } from '../stats/resampling/index.js';
import { createRandom, type Random } from '../vectors/index.js';

interface Rows {
  readonly rows: number;
  readonly groups?: readonly string[];
}

/** One division of the rows. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Divides rows into k folds of about one size, each tested once. Rows of one group stay together: the groups are
 * shuffled, then the largest are placed first, each where the fewest rows are.
 * @throws {UserError} when there are fewer rows, or groups, than folds
 */
export function kFolds({ rows, groups }: Rows, folds: number, seed: number): Fold[] {
  const members = membersOf(rows, groups);
  if (members.length < folds) {
    const what = groups ? 'groups' : 'rows';
    throw new UserError(
      `${members.length} ${what} cannot be divided into ${folds} folds; ask for fewer folds`,
    );
  }
  const shuffled = createRandom(seed).shuffle(members);
  shuffled.sort((a, b) => b.length - a.length);
  const foldOf = new Int32Array(rows);
  const sizes = new Array<number>(folds).fill(0);
  for (const group of shuffled) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] += group.length;
    for (const i of group) foldOf[i] = fold;
  }
  return sizes.map((_, fold) => divide(rows, (i) => foldOf[i] === fold, 'train', 'test'));
}

/**
 * Sets about `part` of the rows aside, in whole groups where there are groups.
 * @throws {UserError} with fewer than two rows or groups
 */
export function holdOut(
  { rows, groups }: Rows,
  part: number,
  random: Random,
): { train: Int32Array; held: Int32Array } {
  const members = membersOf(rows, groups);
  if (members.length < 2) {
    throw new UserError(`one ${groups ? 'group' : 'row'} cannot be divided; give more, or set none aside`);
  }
  const held = new Uint8Array(rows);
  let left = Math.max(1, Math.round(part * rows));
  for (const group of random.shuffle(members).slice(0, -1)) {
    if (left <= 0) break;
    left -= group.length;
    for (const i of group) held[i] = 1;
  }
  return divide(rows, (i) => held[i] === 1, 'train', 'held');
}

function membersOf(rows: number, groups: readonly string[] | undefined): number[][] {
  if (!groups) return Array.from({ length: rows }, (_, i) => [i]);
  return [...rowsByGroup(groups).values()];
}

function divide<Rest extends string, Chosen extends string>(
  rows: number,
  chosen: (i: number) => boolean,
  rest: Rest,
  name: Chosen,
): Record<Rest | Chosen, Int32Array> {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  return { [rest]: all.filter((i) => !chosen(i)), [name]: all.filter(chosen) } as Record<
    Rest | Chosen,
    Int32Array
  >;
}
