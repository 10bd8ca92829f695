import { type CompoundSplitter, compoundSplitter, editDistance, type Reader } from '../language/index.js';

/** A vocabulary term that a query word stands for, and how much of an exact match's score it gets. */
export interface TermMatch {
  readonly term: number;
  readonly weight: number;
}

/** Share of an exact match's score that a match with 1 or 2 typing errors gets. */
const fuzzyWeight = [1, 0.6, 0.4];

/** Share of a whole word's weight that a part of a compound has, in a text and in a query. */
export const partWeight = 0.5;

/** Words as written and the terms that they belong to, numbered from 0 as they come. */
export class Vocabulary {
  readonly #terms = new Map<string, number>();
  readonly #words = new Map<string, number>();
  readonly #compounds: CompoundSplitter | null;
  #spellings: Spellings | undefined;
  /** The terms of words with accents, by how they look without; made when it is first needed, after the last word came. */
  #folded: Map<string, number[]> | undefined;
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#compounds = compoundSplitter(reader.language, (word) => this.#bySpelling(word));
  }

  /** Number of terms. */
  get size(): number {
    return this.#terms.size;
  }

  /** The term of a word, added where it is new; -1 for a stop word. */
  add(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const stem = this.#reader.term(word);
    let term = stem === '' ? -1 : this.#terms.get(stem);
    if (term === undefined) {
      term = this.#terms.size;
      this.#terms.set(stem, term);
    }
    this.#words.set(word, term);
    return term;
  }

  /** The parts of each term that is a compound of others; empty in languages that have none. */
  parts(): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, readonly number[]>();
    if (!this.#compounds) return found;
    for (const [stem, term] of this.#terms) {
      const parts = this.#compounds.parts(stem, this.#byStem);
      if (parts.length > 0) found.set(term, unique(parts));
    }
    if (!this.#compounds.bySpelling) return found;
    for (const [word, term] of this.#words) {
      if (term < 0 || found.has(term)) continue;
      const parts = this.#compounds.parts(this.#reader.fold(word), this.#bySpelling);
      if (parts.length > 0) found.set(term, unique(parts.filter((part) => part !== term)));
    }
    return found;
  }

  /** The term of a word; undefined where it is a stop word or the vocabulary lacks it. */
  termOf(word: string): number | undefined {
    return this.#terms.get(this.#reader.term(word));
  }

  /**
   * The terms that a query word stands for, alternatives together: its own; the parts of a compound; where the vocabulary
   * lacks it, the compounds that it ends, or where `fuzzy` allows, those nearest by spelling.
   */
  match(word: string, fuzzy: boolean): TermMatch[][] {
    const stem = this.#reader.term(word);
    if (stem === '') return [];
    const bare = this.#reader.fold(word);
    const own = this.#spelt(stem, bare).map((term) => ({ term, weight: 1 }));
    const parts = this.#partsOf(stem, bare).map((term) => [{ term, weight: partWeight }]);
    if (own.length > 0) return [own, ...parts];
    if (parts.length > 0) return parts;
    const ended = this.#endedBy(stem, bare);
    if (ended.length > 0) return [ended];
    if (!fuzzy) return [];
    this.#spellings ??= new Spellings(this.#words, this.#reader);
    return [this.#spellings.nearest(bare)];
  }

  readonly #byStem = (stem: string) => this.#terms.get(stem);

  /** The term of a word that is written so, accents apart: of several, the first that came. */
  readonly #bySpelling = (bare: string) => this.#spellingsOf(bare)[0];

  #partsOf(stem: string, bare: string): readonly number[] {
    if (!this.#compounds) return [];
    const parts = this.#compounds.parts(stem, this.#byStem);
    if (parts.length > 0 || !this.#compounds.bySpelling) return unique(parts);
    return unique(this.#compounds.parts(bare, this.#bySpelling));
  }

  /** The terms of a word however its accents are written. */
  #spelt(stem: string, bare: string): number[] {
    const own = this.#terms.get(stem);
    return unique([...(own === undefined ? [] : [own]), ...this.#spellingsOf(bare)]);
  }

  #spellingsOf(bare: string): readonly number[] {
    this.#folded ??= this.#accented();
    const plain = this.#words.get(bare) ?? -1;
    return [...(plain < 0 ? [] : [plain]), ...(this.#folded.get(bare) ?? [])];
  }

  #accented(): Map<string, number[]> {
    const folded = new Map<string, number[]>();
    for (const [word, term] of this.#words) {
      const bare = this.#reader.fold(word);
      if (bare !== word && term >= 0) folded.set(bare, [...(folded.get(bare) ?? []), term]);
    }
    return folded;
  }

  /** The compounds that end in a word that the vocabulary has in them alone. */
  #endedBy(stem: string, bare: string): TermMatch[] {
    if (!this.#compounds || stem.length < 4) return [];
    const { endsWith, bySpelling } = this.#compounds;
    const found: number[] = [];
    for (const [text, term] of this.#terms) if (endsWith(text, stem)) found.push(term);
    if (bySpelling)
      for (const [word, term] of this.#words) if (term >= 0 && endsWith(word, bare)) found.push(term);
    return unique(found).map((term) => ({ term, weight: partWeight }));
  }
}

function unique(terms: readonly number[]): number[] {
  return [...new Set(terms)];
}

/** Typing errors that are forgiven in a word: none below 4 letters, 1 below 8, then 2. */
function allowedEdits(word: string): number {
  if (!/^[\p{L}\p{M}]+$/u.test(word)) return 0;
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}

/** The words that can be meant by a mistyped one, by length, each with a bit set of its letters to rule most of them out at once. */
class Spellings {
  readonly #byLength: { words: string[]; terms: number[]; letters: number[] }[] = [];

  constructor(words: ReadonlyMap<string, number>, { fold }: Pick<Reader, 'fold'>) {
    for (const [written, term] of words) {
      const word = fold(written);
      if (term < 0 || word.length < 3 || /\p{N}/u.test(word)) continue;
      this.#byLength[word.length] ??= { words: [], terms: [], letters: [] };
      const same = this.#byLength[word.length];
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
      const same = this.#byLength[length];
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
    return [...found].map(([term, distance]) => ({ term, weight: fuzzyWeight[distance] }));
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
