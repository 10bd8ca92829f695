import { messageOf } from '../../errors/index.js';
import type { Settings } from './options.js';
import type { Stop } from './stop.js';

/** After so many answers in a row that cannot be used, something is wrong with all of them. */
const mostFailuresInARow = 5;

export interface Tally {
  asked: number;
  stopped: Stop | null;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  possibleCostUsd: number;
}

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What asking has cost, what is under way, and why it has to stop. */
export class Ledger {
  readonly tally: Tally = {
    asked: 0,
    stopped: null,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    possibleCostUsd: 0,
  };
  readonly #settings: Settings;
  #reserved = 0;
  #failures = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The first reason stays. */
  stop(why: Stop['why'], message: string): void {
    this.tally.stopped ??= { why, message };
  }

  stopOnRequest(): void {
    this.stop('aborted', 'stopped on request; run again to go on');
  }

  stopWithoutDisk(error: unknown): void {
    this.stop('disk', `${messageOf(error)}; what was made so far is in the report`);
  }

  /** Whether an answer that costs so much at worst keeps within the cap. */
  fits(worst: number): boolean {
    const { costUsd, possibleCostUsd } = this.tally;
    return costUsd + possibleCostUsd + this.#reserved + worst <= this.#settings.maxCostUsd + 1e-12;
  }

  /** Stops where an answer must not be asked for. */
  check(worst: number): void {
    if (this.#failures >= mostFailuresInARow) {
      const many = `${this.#failures} answers in a row could not be used`;
      this.stop('answers', `${many}; look at the reasons before asking on`);
    }
    if (!this.fits(worst)) this.stop('cost', costCap(this.tally, this.#settings.maxCostUsd, worst));
  }

  reserve(worst: number): void {
    this.#reserved += worst;
  }

  release(worst: number): void {
    this.#reserved -= worst;
  }

  /** An answer that was not had, or not in its form, may have been paid for. */
  mayHaveCost(worst: number): void {
    this.tally.possibleCostUsd += worst;
  }

  unusable(): void {
    this.#failures++;
  }

  /** Books an answer. */
  paid(usage: TokenUsage, usable: boolean): number {
    const cost = costOf(usage, this.#settings);
    this.tally.asked++;
    this.tally.inputTokens += usage.inputTokens;
    this.tally.outputTokens += usage.outputTokens;
    this.tally.costUsd += cost;
    this.#failures = usable ? 0 : this.#failures + 1;
    return cost;
  }
}

/** US dollars. */
export function costOf({ inputTokens, outputTokens }: TokenUsage, { pricePerMillion }: Settings): number {
  return (inputTokens * pricePerMillion.input + outputTokens * pricePerMillion.output) / 1e6;
}

function costCap({ costUsd, possibleCostUsd }: Tally, most: number, worst: number): string {
  const dollars = (x: number) => `$${x.toFixed(4)}`;
  return `stopped at ${dollars(costUsd + possibleCostUsd)}: the next answer could cost ${dollars(worst)} and pass maxCostUsd, ${dollars(most)}; raise it to go on`;
}
