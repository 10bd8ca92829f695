import { fold, normalized } from './fold.js';
import type { Language } from './languages.js';

const ascii = /^[\0-\x7f]*$/;
const asciiWord = /[0-9]+(?:[.,][0-9]+)+|[a-z0-9]+/g;
const word = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu;
/** Scripts written without blanks between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The words of a text, lower-case, in order: runs of letters and digits, "18.5" whole, "women's" as "women", without
 * accents ("Café" → "cafe", "Straße" → "strasse"). Chinese, Japanese, Thai, Lao, Khmer and Burmese, which have no blanks
 * between words, are cut by Intl.Segmenter.
 * @param language by its code; Turkish lowers its letters otherwise, German takes "moebel" for "möbel". Default 'en'.
 * @example tokenize('木製ダイニングチェア') // ['木製', 'ダイニング', 'チェア']
 */
export function tokenize(text: string, language: Language = 'en'): string[] {
  const words = cut(text, language);
  return language !== 'de' && ascii.test(text) ? words : words.map((found) => fold(found, language));
}

/** As `tokenize`, but words keep their accents, which most stemmers want. */
export function cut(text: string, language: Language): string[] {
  const lower = lowered(text, language);
  if (ascii.test(lower)) return withoutPossessives(lower).match(asciiWord) ?? [];
  const words = normalized(withoutPossessives(lower)).match(word) ?? [];
  return unspaced.test(lower) ? words.flatMap(segmented) : words;
}

function segmented(run: string): string | string[] {
  if (!unspaced.test(run)) return run;
  return [...segmenter.segment(run)].flatMap(({ isWordLike, segment }) => (isWordLike ? segment : []));
}

/** Turkish and Azerbaijani have an I with a dot and one without. */
function lowered(text: string, language: Language): string {
  return language === 'tr' || language === 'az' ? text.toLocaleLowerCase('tr') : text.toLowerCase();
}

function withoutPossessives(text: string): string {
  return /['’]s/.test(text) ? text.replace(/['’]s(?![\p{L}\p{N}])/gu, '') : text;
}
