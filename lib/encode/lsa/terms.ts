import { stemmer } from 'stemmer';

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const ENGLISH = /^[a-z]+$/;
const LONGEST = 40;

/** The words of a text: Unicode-normalised (NFKC), lower-cased, cut at 40 characters, English ones reduced by Porter's stemmer (1980). */
export function wordsOf(text: string): string[] {
  return (text.normalize('NFKC').toLowerCase().match(WORD) ?? []).map(stem);
}

const stems = new Map<string, string>();

function stem(word: string): string {
  if (!ENGLISH.test(word)) return word.slice(0, LONGEST);
  let found = stems.get(word);
  if (found === undefined) {
    if (stems.size > 50_000) stems.clear();
    found = stemmer(word.slice(0, LONGEST));
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
