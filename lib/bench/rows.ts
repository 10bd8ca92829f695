/** What a figure should be: a multiple of the peer's, or a number in the row's unit. */
export type Goal = { readonly ratio: number } | { readonly atLeast: number } | { readonly atMost: number };

/** One measured figure of the summary. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What a user would pick instead, measured in the same unit; left out where it could not be run. */
  readonly peer?: { readonly name: string; readonly value: number };
  readonly goal?: Goal;
}

/** Prints a figure, and hands it to the summary that `npm run bench` ends with. */
export function report(row: BenchRow): void {
  const [what, measured, peer, ratio, goal] = cells(row);
  const beside = peer && `   ${peer}: ratio ${ratio}`;
  console.log(`  ${what.padEnd(44)} ${measured.padStart(18)}${beside}${goal && `   (${goal})`}`);
  process.send?.(row);
}

/** A Markdown table of the rows: what, measured, peer, ratio, goal; a goal that was missed is marked. */
export function markdownTable(rows: readonly BenchRow[]): string {
  const lines = rows.map((row) => `| ${cells(row).join(' | ')} |`);
  return ['| what | measured | peer | ratio | to reach |', '|---|---|---|---|---|', ...lines].join('\n');
}

/** Whether the goal is reached; undefined where there is none, or no peer to hold the value against. */
export function reached({ value, peer, goal }: BenchRow): boolean | undefined {
  if (goal === undefined) return undefined;
  if ('atLeast' in goal) return value >= goal.atLeast;
  if ('atMost' in goal) return value <= goal.atMost;
  return peer && value / peer.value >= goal.ratio;
}

function cells(row: BenchRow): string[] {
  const { what, value, unit, peer } = row;
  return [
    what,
    `${number(value)} ${unit}`.trim(),
    peer ? `${peer.name}: ${number(peer.value)}` : '',
    peer ? (value / peer.value).toFixed(2) : '',
    `${goalText(row)}${reached(row) === false ? ', missed' : ''}`,
  ];
}

function goalText({ unit, goal }: BenchRow): string {
  if (goal === undefined) return '';
  if ('ratio' in goal) return `≥ ${goal.ratio} ×`;
  return 'atLeast' in goal ? `≥ ${goal.atLeast} ${unit}`.trim() : `≤ ${goal.atMost} ${unit}`.trim();
}

/** Three digits that say something: 7,612 · 38.2 · 0.0412. */
function number(x: number): string {
  return x >= 1000
    ? Math.round(x).toLocaleString('en')
    : x.toLocaleString('en', { maximumSignificantDigits: 3 });
}
