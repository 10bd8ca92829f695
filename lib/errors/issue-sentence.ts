import { shown } from './shown.js';

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
}

interface Found {
  readonly issues: readonly Issue[];
}

/** The first thing that a zod schema found wrong. */
export interface FirstIssue {
  /** Where in the value it is; empty for the whole. */
  readonly path: readonly PropertyKey[];
  /** What is there. */
  readonly value: unknown;
  /** The schema's own message. */
  readonly message: string;
  /** The key that the whole must not have; null where it is not about that. */
  readonly unknownKey: string | null;
}

/** The first thing that a zod schema found wrong, in parts: for those who tell place, value and reason apart. */
export function firstIssue({ issues: [issue] }: Found, value: unknown): FirstIssue {
  const { path, message, code, keys } = issue;
  return {
    path,
    value: path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], value),
    message,
    unknownKey: code === 'unrecognized_keys' && path.length === 0 ? (keys?.[0] ?? null) : null,
  };
}

interface Words {
  /** Goes before all but the sentence for an unknown key. Default ''. */
  readonly before?: string;
  /** What to call the whole, where nothing in it is to blame. Default 'the whole'. */
  readonly whole?: string;
  /** Goes before the schema's own message. Default ': '. */
  readonly joint?: string;
  /** The sentence for a key that the whole must not have. Default as for any other issue. */
  readonly unknown?: (key: string) => string;
}

/**
 * The first thing that a zod schema found wrong, in words.
 * @param value what was checked, to show the part that is wrong; left out for documents, where the place is enough
 * @example issueSentence(error, { alpha: -1 }) // 'alpha is -1: Too small: expected number to be >=0'
 */
export function issueSentence(
  error: Found,
  value?: unknown,
  { before = '', whole = 'the whole', joint = ': ', unknown }: Words = {},
): string {
  const { path, value: found, message, unknownKey } = firstIssue(error, value);
  if (unknown && unknownKey !== null) return unknown(unknownKey);
  const place = before + (path.map(String).join('.') || whole);
  return value === undefined ? `${place}${joint}${message}` : `${place} is ${shown(found)}${joint}${message}`;
}
