const ascii = /^[\0-\x7f]*$/;
const asciiWord = /[0-9]+(?:[.,][0-9]+)+|[a-z0-9]+/g;
const word = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu;
/** Scripts written without blanks between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * The words of a text, lower-case, in order: runs of letters and digits, "18.5" whole, "women's" as "women",
 * Latin accents removed ("café" → "cafe"). Scripts without blanks are cut by Intl.Segmenter.
 */
export function tokenize(text: string): string[] {
  const lower = text.toLowerCase();
  if (ascii.test(lower)) return withoutPossessives(lower).match(asciiWord) ?? [];
  const folded = withoutPossessives(
    lower
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC'),
  );
  if (!unspaced.test(folded)) return folded.match(word) ?? [];
  const segments = new Intl.Segmenter('und', { granularity: 'word' }).segment(folded);
  return [...segments].filter((s) => s.isWordLike).map((s) => s.segment);
}

function withoutPossessives(text: string): string {
  return /['’]s/.test(text) ? text.replace(/['’]s(?![\p{L}\p{N}])/gu, '') : text;
}
