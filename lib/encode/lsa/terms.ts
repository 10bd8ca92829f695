import { stemmer } from 'stemmer';
import { type Language, readerOf } from '../../language/index.js';

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;
const english = /^[a-z]+$/;
const longest = 40;

/**
 * The words of a text: Unicode-normalised (NFKC), lower-cased, cut at 40 characters, English ones reduced by Porter's
 * stemmer (1980). In other languages, the terms of keyword search.
 */
export function wordsOf(text: string, language: Language = 'en'): string[] {
  if (language !== 'en') {
    const { words, term } = readerOf(language);
    return words(text).flatMap((word) => term(word).slice(0, longest) || []);
  }
  return (text.normalize('NFKC').toLowerCase().match(wordPattern) ?? []).map(stem);
}

const stems = new Map<string, string>();

function stem(word: string): string {
  if (!english.test(word)) return word.slice(0, longest);
  let found = stems.get(word);
  if (found === undefined) {
    if (stems.size > 50_000) stems.clear();
    found = stemmer(word.slice(0, longest));
    stems.set(word, found);
  }
  return found;
}

/** The character 3-, 4- and 5-grams of a word between its boundaries, each once: 'sofa' → '<so', 'sof', … 'sofa>'. */
export function ngramsOf(word: string): string[] {
  const bounded = `<${word}>`;
  const grams = new Set<string>();
  for (let n = 3; n <= 5; n++) {
    for (let i = 0; i + n <= bounded.length; i++) grams.add(bounded.slice(i, i + n));
  }
  return [...grams];
}
