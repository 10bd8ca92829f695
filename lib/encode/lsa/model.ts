import type { Language } from '../../language/index.js';
import { createRandom, type Matrix, matrix, truncatedSvd } from '../../vectors/index.js';
import { type SparseMatrix, sparseMatrix, sparseTimes, sparseTransposedTimes } from '../sparse.js';
import { ngramsOf, wordsOf } from './terms.js';
import { countVocabulary, unseenIdf, type Vocabulary } from './vocabulary.js';

/** A fitted model: where each known word and n-gram lies among the `dim` latent topics. */
export interface LsaModel {
  readonly dim: number;
  /** The language that words are cut and stemmed by. */
  readonly language: Language;
  readonly vocabulary: Vocabulary;
  /** Row-major words × dim; a word's own feature and its n-grams together. */
  readonly wordVectors: Float32Array;
  /** Row-major n-grams × dim; for words that the vocabulary lacks. */
  readonly ngramVectors: Float32Array;
}

/** The part of a word's square length that its n-grams take; its own feature has the rest. */
const ngramShare = 0.5;
const limits = { maxWords: 30_000, maxNgrams: 30_000 };
const maxTexts = 10_000;

/** Fits a model; see `fitLsa`. Texts × features is the product of two sparse matrices, texts × words and words × features. */
export function fitModel(
  texts: readonly string[],
  dim: number,
  seed: number,
  language: Language = 'en',
): LsaModel {
  const sample = texts.length > maxTexts ? createRandom(seed).shuffle(texts).slice(0, maxTexts) : texts;
  const documents = sample.map((text) => wordsOf(text, language));
  const vocabulary = countVocabulary(documents, limits);
  const features = featuresOfWords(vocabulary);
  const counts = unitRows(countsOfTexts(documents, vocabulary), features);
  const { right } = truncatedSvd(
    {
      rows: counts.rows,
      cols: features.cols,
      times: (x, width) => sparseTimes(counts, sparseTimes(features, x, width), width),
      transposedTimes: (x, width) =>
        sparseTransposedTimes(features, sparseTransposedTimes(counts, x, width), width),
    },
    Math.min(dim, Math.max(1, counts.rows - 1)),
    { seed },
  );
  return {
    dim: right.cols,
    language,
    vocabulary,
    wordVectors: vectorsOfWords(features, right),
    ngramVectors: right.data.slice(vocabulary.words.size * right.cols).map((x) => x * Math.sqrt(ngramShare)),
  };
}

function vectorsOfWords(features: SparseMatrix, right: Matrix): Float32Array {
  const out = matrix(features.rows, right.cols);
  const sums = new Float64Array(right.cols);
  for (let i = 0; i < features.rows; i++) {
    sums.fill(0);
    for (let j = features.offsets[i]; j < features.offsets[i + 1]; j++) {
      add(sums, right.data, features.columns[j] * right.cols, features.values[j]);
    }
    out.data.set(sums, i * right.cols);
  }
  return out.data;
}

/** The n-grams of a word that are known, with weights that make all of its n-grams together a unit vector. */
export function ngramWeights(word: string, vocabulary: Vocabulary): [number, number][] {
  const known: [number, number][] = [];
  let square = 0;
  const unseen = unseenIdf(vocabulary.texts);
  for (const gram of ngramsOf(word)) {
    const number = vocabulary.ngrams.get(gram);
    const idf = number === undefined ? unseen : vocabulary.ngramIdf[number];
    square += idf * idf;
    if (number !== undefined) known.push([number, idf]);
  }
  const norm = Math.sqrt(square);
  return known.map(([number, idf]) => [number, idf / norm]);
}

/** Words by features: its own, and its n-grams. */
function featuresOfWords(vocabulary: Vocabulary): SparseMatrix {
  const own = Math.sqrt(1 - ngramShare);
  const shared = Math.sqrt(ngramShare);
  const words = vocabulary.words.size;
  const rows = Array.from(vocabulary.words.keys(), (word, i): [number, number][] => [
    [i, own],
    ...ngramWeights(word, vocabulary).map(([n, weight]): [number, number] => [words + n, weight * shared]),
  ]);
  return sparseMatrix(rows, words + vocabulary.ngrams.size);
}

/** Each word of a text once, with (1 + ln tf)·idf. */
export function termWeights(words: readonly string[], vocabulary: Vocabulary): Map<string, number> {
  const weights = new Map<string, number>();
  for (const word of words) weights.set(word, (weights.get(word) ?? 0) + 1);
  const unseen = unseenIdf(vocabulary.texts);
  for (const [word, count] of weights) {
    const number = vocabulary.words.get(word);
    weights.set(word, (1 + Math.log(count)) * (number === undefined ? unseen : vocabulary.wordIdf[number]));
  }
  return weights;
}

function countsOfTexts(documents: readonly (readonly string[])[], vocabulary: Vocabulary): SparseMatrix {
  const rows = documents.map((words) => {
    const entries: [number, number][] = [];
    for (const [word, weight] of termWeights(words, vocabulary)) {
      const number = vocabulary.words.get(word);
      if (number !== undefined) entries.push([number, weight]);
    }
    return entries;
  });
  return sparseMatrix(rows, vocabulary.words.size);
}

/** Scales the rows of `counts` so that those of counts · features have length 1. */
function unitRows(counts: SparseMatrix, features: SparseMatrix): SparseMatrix {
  const values = counts.values.slice();
  const sums = new Float64Array(features.cols);
  for (let i = 0; i < counts.rows; i++) {
    const [start, end] = [counts.offsets[i], counts.offsets[i + 1]];
    for (let j = start; j < end; j++) {
      const word = counts.columns[j];
      for (let f = features.offsets[word]; f < features.offsets[word + 1]; f++) {
        sums[features.columns[f]] += counts.values[j] * features.values[f];
      }
    }
    let square = 0;
    for (let j = start; j < end; j++) {
      const word = counts.columns[j];
      for (let f = features.offsets[word]; f < features.offsets[word + 1]; f++) {
        const column = features.columns[f];
        square += sums[column] * sums[column];
        sums[column] = 0;
      }
    }
    for (let j = start; j < end; j++) values[j] /= Math.sqrt(square);
  }
  return { ...counts, values };
}

/** Where a text lies among the topics, unit length, written to `into`. False, and zeros, when nothing in it is known. */
export function project(model: LsaModel, text: string, into: Float32Array): boolean {
  const { dim, language, vocabulary, wordVectors, ngramVectors } = model;
  const sums = new Float64Array(dim);
  for (const [word, weight] of termWeights(wordsOf(text, language), vocabulary)) {
    const number = vocabulary.words.get(word);
    if (number !== undefined) add(sums, wordVectors, number * dim, weight);
    else
      for (const [n, share] of ngramWeights(word, vocabulary))
        add(sums, ngramVectors, n * dim, weight * share);
  }
  let square = 0;
  for (let i = 0; i < dim; i++) square += sums[i] * sums[i];
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let i = 0; i < dim; i++) into[i] = sums[i] * scale;
  return square > 0;
}

function add(sums: Float64Array, vectors: Float32Array, start: number, scale: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] += scale * vectors[start + i];
}
