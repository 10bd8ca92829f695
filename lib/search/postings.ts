import type { Reader } from '../language/index.js';
import { partWeight, type Vocabulary } from './vocabulary.js';

/** Which documents hold a term, and how much each says about it: term t's postings are `offsets[t] … offsets[t+1])` of the other two. */
export interface Postings {
  readonly offsets: Uint32Array;
  /** Document numbers, ascending within a term. */
  readonly documents: Uint32Array;
  /** Length-normalised, field-weighted term frequency: Σ over fields of weight · tf / (1 − b + b · length / average length). */
  readonly frequencies: Float32Array;
}

/** A field of every document: its texts ('' where a document lacks it) and how heavily it counts. */
export interface WeightedField {
  readonly texts: readonly string[];
  readonly weight: number;
}

/** Counts the words of all fields, and the parts of compounds, into an inverted index, adding them to the vocabulary. */
export function buildPostings(
  fields: readonly WeightedField[],
  b: number,
  vocabulary: Vocabulary,
  reader: Reader,
): Postings {
  const counted = fields.map(({ texts, weight }) => ({ ...countTerms(texts, vocabulary, reader), weight }));
  const partsOf = vocabulary.parts();
  const compounds = partsOf.size > 0;
  const perTerm = new Uint32Array(vocabulary.size + 1);
  for (const { terms } of counted) {
    for (let i = 0; i < terms.length; i++) {
      perTerm[terms[i] + 1]++;
      if (compounds) for (const part of partsOf.get(terms[i]) ?? none) perTerm[part + 1]++;
    }
  }
  for (let t = 0; t < vocabulary.size; t++) perTerm[t + 1] += perTerm[t];

  // One slot a (field, term, document); entries of one document in several fields, or of a word and a part, are joined below.
  const next = perTerm.slice(0, vocabulary.size);
  const documents = new Uint32Array(perTerm[vocabulary.size]);
  const frequencies = new Float32Array(documents.length);
  const enter = (term: number, document: number, frequency: number) => {
    const slot = next[term]++;
    documents[slot] = document;
    frequencies[slot] = frequency;
  };
  const cursors = counted.map(() => 0);
  const size = fields[0].texts.length;
  for (let d = 0; d < size; d++) {
    counted.forEach(({ starts, terms, counts, lengths, averageLength, weight }, f) => {
      const norm = 1 - b + (b * lengths[d]) / averageLength;
      for (let i = cursors[f]; i < starts[d + 1]; i++) {
        const frequency = (weight * counts[i]) / norm;
        enter(terms[i], d, frequency);
        if (compounds)
          for (const part of partsOf.get(terms[i]) ?? none) enter(part, d, partWeight * frequency);
      }
      cursors[f] = starts[d + 1];
    });
  }
  return fields.length === 1 && !compounds
    ? { offsets: perTerm, documents, frequencies }
    : joined(perTerm, documents, frequencies);
}

const none: readonly number[] = [];

/** Adds up neighbouring entries of one term and document. */
function joined(offsets: Uint32Array, documents: Uint32Array, frequencies: Float32Array): Postings {
  const compact = new Uint32Array(offsets.length);
  let n = 0;
  for (let t = 0; t + 1 < offsets.length; t++) {
    compact[t] = n;
    for (let i = offsets[t]; i < offsets[t + 1]; i++) {
      if (n > compact[t] && documents[n - 1] === documents[i]) frequencies[n - 1] += frequencies[i];
      else {
        documents[n] = documents[i];
        frequencies[n++] = frequencies[i];
      }
    }
  }
  compact[offsets.length - 1] = n;
  return { offsets: compact, documents: documents.slice(0, n), frequencies: frequencies.slice(0, n) };
}

interface TermCounts {
  /** Document d's entries are `starts[d] … starts[d+1])` of `terms` and `counts`. */
  readonly starts: Uint32Array;
  readonly terms: Uint32Array;
  readonly counts: Uint32Array;
  /** Words of each document, stop words left out. */
  readonly lengths: Uint32Array;
  /** Over the documents that have the field. */
  readonly averageLength: number;
}

function countTerms(texts: readonly string[], vocabulary: Vocabulary, reader: Reader): TermCounts {
  const starts = new Uint32Array(texts.length + 1);
  const lengths = new Uint32Array(texts.length);
  let terms = new Uint32Array(1024);
  let counts = new Uint32Array(1024);
  let n = 0;
  let words = 0;
  let present = 0;
  const entryOf = new Map<number, number>();
  for (let d = 0; d < texts.length; d++) {
    entryOf.clear();
    for (const word of texts[d] === '' ? [] : reader.words(texts[d])) {
      const term = vocabulary.add(word);
      if (term < 0) continue;
      lengths[d]++;
      const entry = entryOf.get(term);
      if (entry !== undefined) counts[entry]++;
      else {
        if (n === terms.length) [terms, counts] = [doubled(terms), doubled(counts)];
        entryOf.set(term, n);
        terms[n] = term;
        counts[n++] = 1;
      }
    }
    words += lengths[d];
    if (lengths[d] > 0) present++;
    starts[d + 1] = n;
  }
  return {
    starts,
    terms: terms.subarray(0, n),
    counts: counts.subarray(0, n),
    lengths,
    averageLength: present === 0 ? 1 : words / present,
  };
}

function doubled(array: Uint32Array) {
  const out = new Uint32Array(array.length * 2);
  out.set(array);
  return out;
}
