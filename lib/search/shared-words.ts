import { type Language, readerOf } from '../language/index.js';
import { Vocabulary } from './vocabulary.js';

/** A word that two texts share. */
export interface SharedWord {
  /** As the first text spells it, in lower case; the second may bend it otherwise: "chair", "chairs". */
  readonly word: string;
  /** ln(1 + (N − df + 0.5) / (df + 0.5)): how rare it is in the collection. */
  readonly idf: number;
}

/** Knows how many texts of a collection hold each word; `wordStatistics` makes one. */
export interface WordStatistics {
  /** Texts in the collection. */
  readonly size: number;
  /** Words that both texts hold, rarest first, equal ones by the alphabet; stop words and words that the collection lacks left out. */
  shared(a: string, b: string): SharedWord[];
}

/**
 * Counts the words of a collection as `bm25Index` does: cut by `tokenize`, stop words dropped, stemmed; compounds whole.
 * @param language of the texts, by its code. Default 'en'.
 * @example wordStatistics(products.map(productText)).shared(productText(a), productText(b))
 */
export function wordStatistics(texts: readonly string[], language: Language = 'en'): WordStatistics {
  const reader = readerOf(language);
  const vocabulary = new Vocabulary(reader);
  const frequencies: number[] = [];
  for (const text of texts) {
    for (const term of new Set(reader.words(text).map((word) => vocabulary.add(word)))) {
      if (term >= 0) frequencies[term] = (frequencies[term] ?? 0) + 1;
    }
  }
  const termsOf = (text: string) => {
    const terms = new Map<number, string>();
    for (const word of reader.words(text)) {
      const term = vocabulary.termOf(word);
      if (term !== undefined && !terms.has(term)) terms.set(term, word);
    }
    return terms;
  };
  const idf = (term: number) =>
    Math.log1p((texts.length - frequencies[term] + 0.5) / (frequencies[term] + 0.5));
  return {
    size: texts.length,
    shared(a, b) {
      const others = termsOf(b);
      return [...termsOf(a)]
        .filter(([term]) => others.has(term))
        .map(([term, word]) => ({ word, idf: idf(term) }))
        .sort((x, y) => y.idf - x.idf || (x.word < y.word ? -1 : 1));
    },
  };
}
