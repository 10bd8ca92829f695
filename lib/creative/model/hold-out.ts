import { sha256 } from '../../store/index.js';
import type { TrainingRows } from './training-rows.js';

/** Rows to train on, and rows of accounts that no model sees before it is tested. */
export interface HoldOut {
  readonly train: readonly number[];
  readonly held: readonly number[];
  /** 'posts' where there are too few accounts to set some aside. */
  readonly by: 'accounts' | 'posts';
}

const part = 0.2;
const leastShare = 0.05;

/**
 * Sets about a fifth of the accounts aside by the hash of their name, so that an account is on the same side in every
 * table and at every retraining: a champion has never seen what its successors are compared on. With too few accounts
 * for that, posts are divided by the hash of their id.
 */
export function holdOutAccounts(table: TrainingRows): HoldOut {
  const byAccount = divide(table.groups);
  const least = Math.max(2, leastShare * table.groups.length);
  if (byAccount.held.length >= least && byAccount.train.length >= 2 * byAccount.held.length)
    return { ...byAccount, by: 'accounts' };
  return { ...divide(table.posts.map(({ platform, id }) => `${platform}/${id}`)), by: 'posts' };
}

function divide(units: readonly string[]): { train: number[]; held: number[] } {
  const train: number[] = [];
  const held: number[] = [];
  units.forEach((unit, i) => {
    (isHeldOut(unit) ? held : train).push(i);
  });
  return { train, held };
}

/** Whether the hash of a name falls into the first fifth. */
export function isHeldOut(name: string): boolean {
  return Number.parseInt(sha256(name).slice(0, 8), 16) / 2 ** 32 < part;
}
