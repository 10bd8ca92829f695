import { ngramsOf } from './terms.js';

/** What the texts say about words and n-grams: which are known, and how telling each is. */
export interface Vocabulary {
  /** Texts that were counted. */
  readonly texts: number;
  readonly words: ReadonlyMap<string, number>;
  readonly ngrams: ReadonlyMap<string, number>;
  /** Smoothed inverse document frequency ln((1 + texts) / (1 + texts with it)) + 1, by number. */
  readonly wordIdf: Float32Array;
  readonly ngramIdf: Float32Array;
}

export interface VocabularyLimits {
  readonly maxWords: number;
  readonly maxNgrams: number;
}

/** The inverse document frequency of a term that no text has. */
export function unseenIdf(texts: number): number {
  return Math.log(1 + texts) + 1;
}

/** Counts words and n-grams over texts; the most frequent are kept, ties by name. */
export function countVocabulary(
  documents: readonly (readonly string[])[],
  limits: VocabularyLimits,
): Vocabulary {
  const wordTexts = new Map<string, number>();
  for (const words of documents) {
    for (const word of new Set(words)) wordTexts.set(word, (wordTexts.get(word) ?? 0) + 1);
  }
  const numbers = new Map<string, number>();
  const ngramsOfWord = new Map<string, Uint32Array>();
  for (const word of wordTexts.keys()) {
    ngramsOfWord.set(
      word,
      Uint32Array.from(ngramsOf(word), (gram) => {
        const number = numbers.get(gram) ?? numbers.size;
        numbers.set(gram, number);
        return number;
      }),
    );
  }
  const counts = new Uint32Array(numbers.size);
  const lastText = new Int32Array(numbers.size).fill(-1);
  documents.forEach((words, text) => {
    for (const word of words) {
      for (const gram of ngramsOfWord.get(word)!) {
        if (lastText[gram] !== text) {
          lastText[gram] = text;
          counts[gram]++;
        }
      }
    }
  });
  const ngramTexts = new Map<string, number>();
  for (const [gram, number] of numbers) {
    ngramTexts.set(gram, counts[number]);
  }
  const words = mostFrequent(wordTexts, limits.maxWords);
  const ngrams = mostFrequent(ngramTexts, limits.maxNgrams);
  const idf = (texts: number) => Math.log((1 + documents.length) / (1 + texts)) + 1;
  return {
    texts: documents.length,
    words: new Map(words.map(([word], i) => [word, i])),
    ngrams: new Map(ngrams.map(([gram], i) => [gram, i])),
    wordIdf: Float32Array.from(words, ([, texts]) => idf(texts)),
    ngramIdf: Float32Array.from(ngrams, ([, texts]) => idf(texts)),
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>, limit: number): [string, number][] {
  const byFrequency = ([a, m]: [string, number], [b, n]: [string, number]) => n - m || (a < b ? -1 : 1);
  return [...counts].sort(byFrequency).slice(0, limit);
}
