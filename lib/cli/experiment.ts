import { ArgumentError, shown, UserError } from '../errors/index.js';
import { assignVariant, sequentialTest } from '../monitor/index.js';
import { csvCell, readRows, resultTable, textLines } from '../records/index.js';
import { typedNumber } from './numbers.js';

/** Prints `id,variant` for each line of a file. */
export async function assign(
  file: string,
  { name, variant }: { readonly name: string; readonly variant: Readonly<Record<string, string>> },
): Promise<void> {
  const entries = Object.entries(variant);
  const weights = entries.length
    ? Object.fromEntries(entries.map(([key, weight]) => [key, typedNumber(`--variant ${key}`, weight)]))
    : { control: 1, candidate: 1 };
  console.log('id,variant');
  for await (const { text } of textLines(file)) {
    const id = text.trim();
    console.log(`${csvCell(id)},${csvCell(assignVariant(id, name, weights))}`);
  }
}

interface JudgeOptions {
  readonly effect: string;
  readonly control: string;
  readonly alpha: string;
  readonly minimum: string;
  readonly maximum?: string;
  readonly json?: boolean;
}

/** Looks at the outcomes after each row, and prints the first decision, or where things stand. */
export async function judge(file: string, given: JudgeOptions): Promise<void> {
  const options = {
    effect: typedNumber('--effect', given.effect),
    alpha: typedNumber('--alpha', given.alpha),
    minimumPerVariant: typedNumber('--minimum', given.minimum),
    ...(given.maximum && { maximumPerVariant: typedNumber('--maximum', given.maximum) }),
  };
  const outcomes = await readOutcomes(file, given.control);
  const { control, candidate } = outcomes;
  const seen = { [control]: new Moments(), [candidate]: new Moments() };
  let result: ReturnType<typeof sequentialTest> | undefined;
  let looked = 0;
  for (const { variant, value } of outcomes.values) {
    seen[variant].add(value);
    looked++;
    result = sequentialTest(seen[control], seen[candidate], { ...options, previous: result });
    if (result.stop) break;
  }
  if (!result) throw new UserError(`${file} has no outcomes`);
  const { setAside } = outcomes;
  const left = outcomes.values.length - looked;
  if (given.json) {
    const summary = (of: Moments) => ({ n: of.n, mean: of.mean });
    const variants = { [control]: summary(seen[control]), [candidate]: summary(seen[candidate]) };
    console.log(JSON.stringify({ ...result, variants, looked, left, setAside }, null, 2));
    return;
  }
  const rows = [control, candidate].map((variant) => ({
    variant,
    outcomes: seen[variant].n,
    mean: seen[variant].mean.toPrecision(4),
  }));
  console.log(`${resultTable(rows)}`);
  const { low, high } = result.interval;
  if (Number.isFinite(low)) {
    const spans = [low, high].map((value) => value.toPrecision(3)).join(' to ');
    console.log(`${candidate} − ${control}: ${result.difference.toPrecision(3)} (${spans} at every look)`);
  }
  if (setAside > 0) console.log(`${setAside} rows set aside: an id came before, or has seen both variants`);
  if (left > 0) console.log(`decided after ${looked} outcomes; the ${left} that came later were not needed`);
  console.log(`${result.decision}: ${result.reason}`);
}

/** Mean and variance of numbers that come one by one (Welford 1962). */
class Moments {
  n = 0;
  mean = 0;
  #squares = 0;

  add(value: number): void {
    this.n++;
    const step = value - this.mean;
    this.mean += step / this.n;
    this.#squares += step * (value - this.mean);
  }

  get variance(): number {
    return this.n > 1 ? this.#squares / (this.n - 1) : 0;
  }
}

async function readOutcomes(file: string, control: string) {
  const values: { variant: string; value: number }[] = [];
  const variantOfId = new Map<string, string>();
  const variants = new Set<string>();
  let setAside = 0;
  for await (const { row, fields, problem } of readRows(file, {
    wanted: 'a table with the columns variant and outcome',
  })) {
    if (problem !== undefined) throw new UserError(`${file}, row ${row}: ${problem}`);
    const [variant, outcome, id] = ['variant', 'outcome', 'id'].map((name) => cell(fields, name));
    if (variant === '' || outcome === '') {
      throw new UserError(
        `${file}, row ${row}: no ${variant === '' ? 'variant' : 'outcome'}; each row needs both`,
      );
    }
    const value = Number(outcome);
    if (!Number.isFinite(value)) {
      throw new UserError(
        `${file}, row ${row}: outcome ${shown(outcome)} is no number; give 0 or 1, or a number`,
      );
    }
    variants.add(variant);
    if (id !== '' && variantOfId.has(id)) {
      setAside++;
      continue;
    }
    if (id !== '') variantOfId.set(id, variant);
    values.push({ variant, value });
  }
  const others = [...variants].filter((variant) => variant !== control);
  if (!variants.has(control) || others.length !== 1) {
    const found = [...variants].map((variant) => shown(variant)).join(', ') || 'none';
    throw new ArgumentError(
      `${file}: variants ${found}; wanted are ${shown(control)} (--control) and one other`,
    );
  }
  return { values, control, candidate: others[0], setAside };
}

function cell(fields: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = fields && Object.hasOwn(fields, name) ? fields[name] : '';
  return String(value ?? '').trim();
}
