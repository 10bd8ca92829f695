import { expect, it } from 'vitest';
import { wordStatistics } from './shared-words.js';

const texts = ['black leather chair', 'the black chairs', 'black lamp', 'red sofa'];

it('ranks shared words by how rare they are, across endings, without stop words', () => {
  const words = wordStatistics(texts);
  expect(words.size).toBe(4);
  // chair: in 2 of 4, ln(1 + 2.5 / 2.5) = ln 2; black: in 3 of 4, ln(1 + 1.5 / 3.5).
  expect(words.shared(texts[0], texts[1])).toEqual([
    { word: 'chair', idf: Math.log(2) },
    { word: 'black', idf: Math.log1p(1.5 / 3.5) },
  ]);
  expect(words.shared('the sofa', 'the sofa of a stranger').map(({ word }) => word)).toEqual(['sofa']);
  expect(words.shared(texts[2], texts[3])).toEqual([]);
  expect(wordStatistics([]).shared('a chair', 'a chair')).toEqual([]);
});
