import { bootstrapMetric, r2 } from '../../evaluate/index.js';
import { bootstrapInterval } from '../../stats/index.js';
import { createRandom, type Random } from '../../vectors/index.js';
import { report } from '../rows.js';

const samples = 1000;
const runs = 2000;

/** How often an interval that is to cover 95% holds the true value: of few skewed values, and of rows in groups. */
export function claimIntervals(): void {
  console.log(`95% intervals, ${runs} samples each`);
  for (const n of [15, 30]) {
    covers(`mean of ${n} exponential values`, 1, (random, seed) =>
      bootstrapInterval(
        Array.from({ length: n }, () => -Math.log(1 - random.uniform())),
        { samples, seed },
      ),
    );
    covers(`mean of ${n} values of a square`, 1 / 3, (random, seed) =>
      bootstrapInterval(
        Array.from({ length: n }, () => random.uniform() ** 2),
        { samples, seed },
      ),
    );
  }
  for (const [accounts, spread] of [
    [20, 0.5],
    [60, 0.5],
  ]) {
    // Half of the variance that is not predicted belongs to the account, half to the post.
    covers(`mean, ${accounts} accounts of 1 to 15 posts`, 0, (random, seed) => {
      const { errors, groups } = ofAccounts(accounts, spread, random);
      return bootstrapInterval(errors, { samples, seed, groups });
    });
    covers(
      `R², ${accounts} accounts of 1 to 15 posts`,
      0.5,
      (random, seed) => {
        const { actual, predicted, groups } = ofAccounts(accounts, spread, random);
        return bootstrapMetric(r2, actual, predicted, { samples: 400, seed, groups });
      },
      300,
    );
  }
}

function ofAccounts(accounts: number, spread: number, random: Random) {
  const actual: number[] = [];
  const predicted: number[] = [];
  const groups: string[] = [];
  for (let account = 0; account < accounts; account++) {
    const own = Math.sqrt(spread) * random.normal();
    const posts = 1 + random.int(15);
    for (let post = 0; post < posts; post++) {
      const known = random.normal();
      predicted.push(known);
      actual.push(known + own + Math.sqrt(1 - spread) * random.normal());
      groups.push(`account ${account}`);
    }
  }
  return { actual, predicted, groups, errors: actual.map((y, i) => y - predicted[i]) };
}

function covers(
  what: string,
  truth: number,
  interval: (random: Random, seed: number) => { readonly low: number; readonly high: number },
  times = runs,
): void {
  const random = createRandom(11);
  let covered = 0;
  for (let i = 0; i < times; i++) {
    const { low, high } = interval(random, i);
    if (low <= truth && truth <= high) covered++;
  }
  report({ what: `covers the ${what}`, value: covered / times, unit: '', goal: { atLeast: 0.93 } });
}
