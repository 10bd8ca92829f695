import { stemmer } from 'stemmer';
import { editDistance } from './edit-distance.js';
import { stopWords } from './stop-words.js';

/** A vocabulary term that a query word stands for. */
export interface TermMatch {
  readonly term: number;
  /** 0 for the word itself, else the number of typing errors between them. */
  readonly distance: number;
}

/** Words as written and the terms (Porter stems) that they belong to, numbered from 0 as they come. */
export class Vocabulary {
  private readonly terms = new Map<string, number>();
  private readonly words = new Map<string, number>();
  private spellings: Spellings | undefined;

  /** Number of terms. */
  get size(): number {
    return this.terms.size;
  }

  /** The term of a word, added where it is new; -1 for a stop word. */
  add(word: string): number {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    const stem = stopWords.has(word) ? undefined : stemOf(word);
    let term = stem === undefined ? -1 : this.terms.get(stem);
    if (term === undefined) {
      term = this.terms.size;
      this.terms.set(stem!, term);
    }
    this.words.set(word, term);
    return term;
  }

  /** The terms that a query word stands for: its own, or where the vocabulary lacks it and `fuzzy` allows, those nearest by spelling. */
  match(word: string, fuzzy: boolean): TermMatch[] {
    if (stopWords.has(word)) return [];
    const term = this.terms.get(stemOf(word));
    if (term !== undefined) return [{ term, distance: 0 }];
    if (!fuzzy) return [];
    this.spellings ??= new Spellings(this.words);
    return this.spellings.nearest(word);
  }
}

function stemOf(word: string): string {
  return /^[a-z]+$/.test(word) ? stemmer(word) : word;
}

/** Typing errors that are forgiven in a word: none below 4 letters, 1 below 8, then 2. */
function allowedEdits(word: string): number {
  if (!/^[\p{L}\p{M}]+$/u.test(word)) return 0;
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}

/** The words that can be meant by a mistyped one, by length, each with a bit set of its letters to rule most of them out at once. */
class Spellings {
  private readonly byLength: { words: string[]; terms: number[]; letters: number[] }[] = [];

  constructor(words: ReadonlyMap<string, number>) {
    for (const [word, term] of words) {
      if (term < 0 || word.length < 3 || /\p{N}/u.test(word)) continue;
      this.byLength[word.length] ??= { words: [], terms: [], letters: [] };
      const same = this.byLength[word.length];
      same.words.push(word);
      same.terms.push(term);
      same.letters.push(letterSet(word));
    }
  }

  nearest(word: string): TermMatch[] {
    let limit = allowedEdits(word);
    if (limit === 0) return [];
    const letters = letterSet(word);
    const found = new Map<number, number>();
    for (let length = word.length - limit; length <= word.length + limit; length++) {
      const same = this.byLength[length];
      if (!same) continue;
      for (let i = 0; i < same.words.length; i++) {
        // One edit takes at most one letter out of the set and brings at most one in.
        if (bitCount(same.letters[i] ^ letters) > 2 * limit) continue;
        const distance = editDistance(word, same.words[i], limit);
        if (distance > limit) continue;
        if (distance < limit) found.clear();
        limit = distance;
        found.set(same.terms[i], distance);
      }
    }
    return [...found].map(([term, distance]) => ({ term, distance }));
  }
}

function letterSet(word: string): number {
  let set = 0;
  for (let i = 0; i < word.length; i++) set |= 1 << (word.charCodeAt(i) & 31);
  return set;
}

function bitCount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
