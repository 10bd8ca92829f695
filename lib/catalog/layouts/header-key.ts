const known = new Map<string, string>();
const mostKnown = 10_000;

/**
 * A header without what exports differ in: case, accents, blanks and marks, the prefix `g:` of feeds.
 * @example headerKey('Body (HTML)') // 'body html', as of 'body_html' and 'bodyHtml'
 */
export function headerKey(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const key = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/^g:/, '')
    .replace(/[^\p{L}\p{N}@]+/gu, ' ')
    .trim();
  if (known.size < mostKnown) known.set(name, key);
  return key;
}
