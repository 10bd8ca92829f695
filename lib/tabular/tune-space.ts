import type { Random } from '../vectors/index.js';

/** Where a number is sought: evenly between the ends, or evenly in its logarithm. */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
  /** Whether it is sought evenly in its logarithm. Default false. */
  readonly log?: boolean;
  /** Whether only whole numbers are tried. Default false. */
  readonly whole?: boolean;
}

/** What is sought, by option: a range, or a list to choose from. */
export type SearchSpace = Readonly<Record<string, NumberRange | readonly (number | string | boolean)[]>>;

/** One setting of the options. */
export type Parameters = Readonly<Record<string, number | string | boolean>>;

export function randomParameters(space: SearchSpace, random: Random): Parameters {
  return setting(space, (choice) =>
    'low' in choice ? atPlace(choice, random.uniform()) : random.pick(choice),
  );
}

/** A step away from a setting: numbers move by a normal step of `width` ranges, one choice in four is drawn anew. */
export function neighbour(space: SearchSpace, from: Parameters, width: number, random: Random): Parameters {
  return setting(space, (choice, name) => {
    if (!('low' in choice)) return random.uniform() < 0.25 ? random.pick(choice) : from[name];
    return atPlace(choice, placeOf(choice, Number(from[name])) + width * random.normal());
  });
}

type Choice = NumberRange | readonly (number | string | boolean)[];

function setting(
  space: SearchSpace,
  of: (choice: Choice, name: string) => number | string | boolean,
): Parameters {
  return Object.fromEntries(Object.entries(space).map(([name, choice]) => [name, of(choice, name)]));
}

/** The value at a place in [0, 1] of the range. */
function atPlace({ low, high, log, whole }: NumberRange, place: number): number {
  const within = Math.min(1, Math.max(0, place));
  const value = log ? low * (high / low) ** within : low + (high - low) * within;
  return whole ? Math.round(value) : value;
}

function placeOf({ low, high, log }: NumberRange, value: number): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}
