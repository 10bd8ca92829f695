import { shown } from './shown.js';

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * The first thing that a zod schema found wrong, in words.
 * @param value what was checked, to show the part that is wrong; left out for documents, where the place is enough
 * @param words.whole what to call the whole, where nothing in it is to blame. Default 'the whole'.
 * @param words.joint what goes before the schema's own message. Default ': '.
 * @example issueSentence(error, { alpha: -1 }) // 'alpha is -1: Too small: expected number to be >=0'
 */
export function issueSentence(
  { issues: [{ path, message }] }: { readonly issues: readonly Issue[] },
  value?: unknown,
  { whole = 'the whole', joint = ': ' }: { readonly whole?: string; readonly joint?: string } = {},
): string {
  const place = path.map(String).join('.') || whole;
  if (value === undefined) return `${place}${joint}${message}`;
  const found = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], value);
  return `${place} is ${shown(found)}${joint}${message}`;
}
