import { z } from 'zod';
import { ArgumentError } from '../errors/index.js';
import { type Language, languages, readerOf } from '../language/index.js';
import { parseOptions } from '../records/index.js';
import type { Neighbour } from './neighbour.js';
import { buildPostings, type WeightedField } from './postings.js';
import { type Rows, resolveRows } from './rows.js';
import { TopK } from './top-k.js';
import { checkK } from './validate.js';
import { Vocabulary } from './vocabulary.js';

/** A text, or a text for each of several fields: `{ title: 'Oak chair', text: 'Solid wood …' }`. A missing field counts as empty. */
export type Bm25Document = string | Readonly<Record<string, string>>;

export interface Bm25Options {
  /** How fast repetition of a word stops to matter, ≥ 0. Default 1.2. */
  readonly k1?: number;
  /** How much long texts are held back, in [0, 1]. Default 0.75. */
  readonly b?: number;
  /** How many times as heavy a word counts in a field, > 0; 1 for every field not named. Default `{ title: 2 }`. */
  readonly weights?: Readonly<Record<string, number>>;
  /** The language of the texts and the queries, by its code. Default 'en'. */
  readonly language?: Language;
}

export interface Bm25SearchOptions {
  /** The rows that may be returned. Default all. */
  readonly rows?: Rows;
  /** Whether a word that no document has stands for those spelt most like it. Default true. */
  readonly fuzzy?: boolean;
}

/** A keyword index; `bm25Index` makes one. */
export interface Bm25Index {
  /** Documents. */
  readonly size: number;
  /** Distinct terms. */
  readonly vocabularySize: number;
  /** The k best documents that hold at least one word of the query; fewer where fewer do. */
  search(text: string, k: number, options?: Bm25SearchOptions): Neighbour[];
}

const optionsSchema = z.object({
  k1: z.number().min(0).default(1.2),
  b: z.number().min(0).max(1).default(0.75),
  weights: z.record(z.string(), z.number().positive()).default({ title: 2 }),
  language: z.enum(languages).default('en'),
});

/**
 * A BM25 keyword index over texts (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond").
 *
 * A document scores Σ over query words of idf · f / (k1 + f), where f = Σ over fields of
 * weight · tf / (1 − b + b · length / average length): their "simple BM25F" (§ 3.6), which is plain BM25 when there is
 * one field. The idf is Lucene's, ln(1 + (N − df + 0.5) / (df + 0.5)), never negative; like Lucene since version 8 the
 * constant factor (k1 + 1) is left out, which changes no ranking. Lengths leave stop words out; the average runs over
 * the documents that have the field.
 *
 * Words are cut by `tokenize`, stop words of the language dropped, the rest stemmed (English by Porter 1980, 24 others by
 * Snowball) and their accents folded; a word in another script is read as that script's language. German, Dutch, Swedish,
 * Danish and Norwegian compounds also count half as the words of the collection that they are made of, and in a query as
 * well. A query word that no document has stands for the words one typing error away (from 4 letters), or two (from 8),
 * at 0.6 and 0.4 of the score, all with the idf of the most frequent of them, so that a rare near-miss does not win by
 * rarity.
 *
 * @throws {ArgumentError} without a text, and on an option out of range
 * @example bm25Index(products.map((p) => ({ title: p.title, text: productText(p) }))).search('lether chiar', 10)
 */
export function bm25Index(documents: readonly Bm25Document[], options: Bm25Options = {}): Bm25Index {
  if (documents.length === 0) {
    throw new ArgumentError(
      'a keyword index needs at least one text; check that the catalogue has usable rows',
    );
  }
  const { k1, b, weights, language } = parseOptions('bm25Index', optionsSchema, options);
  const reader = readerOf(language);
  const vocabulary = new Vocabulary(reader);
  const fields = fieldsOf(documents, weights);
  const { offsets, documents: postings, frequencies } = buildPostings(fields, b, vocabulary, reader);
  const size = documents.length;
  const scores = new Float64Array(size);
  const touched = new Uint32Array(size);

  const idf = (term: number) => {
    const df = offsets[term + 1] - offsets[term];
    return Math.log1p((size - df + 0.5) / (df + 0.5));
  };

  /** Adds every query word's share to `scores`, and lists the documents reached. */
  const accumulate = (text: string, fuzzy: boolean): number => {
    let reached = 0;
    for (const matches of reader.words(text).flatMap((word) => vocabulary.match(word, fuzzy))) {
      const groupIdf = Math.min(...matches.map((m) => idf(m.term)));
      for (const { term, weight: share } of matches) {
        const weight = groupIdf * share;
        for (let i = offsets[term]; i < offsets[term + 1]; i++) {
          const d = postings[i];
          if (scores[d] === 0) touched[reached++] = d;
          scores[d] += (weight * frequencies[i]) / (k1 + frequencies[i]);
        }
      }
    }
    return reached;
  };

  return {
    size,
    vocabularySize: vocabulary.size,
    search(text, k, { rows, fuzzy = true } = {}) {
      checkK(k);
      const allowed = resolveRows(rows, size);
      const reached = accumulate(text, fuzzy);
      const best = new TopK(k);
      if (allowed) for (const d of allowed) scores[d] > 0 && best.push(d, scores[d]);
      else for (let i = 0; i < reached; i++) best.push(touched[i], scores[touched[i]]);
      for (let i = 0; i < reached; i++) scores[touched[i]] = 0;
      return best.sorted();
    },
  };
}

function fieldsOf(
  documents: readonly Bm25Document[],
  weights: Readonly<Record<string, number>>,
): WeightedField[] {
  const names = new Set<string>();
  for (const d of documents)
    for (const name of typeof d === 'string' ? ['text'] : Object.keys(d)) names.add(name);
  return [...names].map((name) => ({
    texts: documents.map((d) => (typeof d === 'string' ? (name === 'text' ? d : '') : (d[name] ?? ''))),
    weight: weights[name] ?? 1,
  }));
}
