import { sha256 } from '../../store/index.js';
import type { TrainingRows } from './training-rows.js';

/** Accounts whose side was decided before. */
export interface KnownSides {
  readonly train: ReadonlySet<string>;
  readonly held: ReadonlySet<string>;
}

/** Rows to train on, and rows of accounts that no model sees before it is tested. */
export interface HoldOut {
  readonly train: readonly number[];
  readonly held: readonly number[];
  /** 'posts' where there are too few accounts to set some aside. */
  readonly by: 'accounts' | 'posts';
}

const part = 0.2;
const leastAccounts = 10;

/**
 * Sets a fifth of the accounts of each platform aside, those whose names have the lowest hash, so that the same accounts
 * have the same side whatever the order of the rows. Below 10 accounts, a fifth of the posts is.
 * @param known sides to keep: an account that a champion has learnt from must not test its successors. Other accounts
 *   are held out where their hash lies in the lowest fifth of all hashes, not of the table's: each has one side in the
 *   whole table and in any part of it.
 */
export function holdOutAccounts(table: TrainingRows, known?: KnownSides): HoldOut {
  const by = new Set(table.groups).size >= leastAccounts || known ? 'accounts' : 'posts';
  const units = by === 'accounts' ? table.groups : table.posts.map(({ platform, id }) => `${platform}/${id}`);
  const held = new Set(units.filter((unit) => known?.held.has(unit)));
  const platforms = new Map<string, Set<string>>();
  units.forEach((unit, i) => {
    if (known?.train.has(unit) || held.has(unit)) return;
    const { platform } = table.posts[i];
    platforms.set(platform, (platforms.get(platform) ?? new Set()).add(unit));
  });
  for (const names of platforms.values()) {
    const order = [...names].map((name) => ({ name, hash: sha256(name) }));
    order.sort((a, b) => (a.hash < b.hash ? -1 : 1));
    const count = known
      ? order.filter(({ hash }) => shareOf(hash) < part).length
      : Math.round(part * order.length);
    for (const { name } of order.slice(0, count)) held.add(name);
  }
  const rows = [...units.keys()];
  return {
    train: rows.filter((i) => !held.has(units[i])),
    held: rows.filter((i) => held.has(units[i])),
    by,
  };
}

/** Where a hash lies among all, in [0, 1). */
function shareOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32;
}
