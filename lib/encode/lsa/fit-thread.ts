import type { Language } from '../../language/index.js';
import { answerCalls, handedOver } from '../../threads/index.js';
import { fitModel } from './model.js';

export interface FitCall {
  readonly texts: readonly string[];
  readonly dim: number;
  readonly seed: number;
  readonly language: Language;
}

answerCalls({
  fit: async ({ texts, dim, seed, language }: FitCall) => {
    const value = fitModel(texts, dim, seed, language);
    const { vocabulary, wordVectors, ngramVectors } = value;
    const numbers = [wordVectors, ngramVectors, vocabulary.wordIdf, vocabulary.ngramIdf];
    return { value, transfer: handedOver(numbers) };
  },
});
