import { expect, it } from 'vitest';
import { languageName, languages } from './languages.js';
import { readerOf } from './reader.js';

it.each([
  ['de', 'Stühle', 'Stuhl'],
  ['de', 'Haeuser', 'Häuser'],
  ['fr', 'brodées', 'brodé'],
  ['es', 'colecciones', 'colección'],
  ['it', 'sedie', 'sedia'],
  ['nl', 'stoelen', 'stoel'],
  ['sv', 'lampor', 'lampa'],
  ['tr', 'sandalyeler', 'sandalye'],
  ['ru', 'столы', 'стол'],
  ['ru', 'ёлка', 'елка'],
  ['ar', 'والأحذية', 'احذية'],
  ['ar', 'الكرسي', 'كرسي'],
  ['hi', 'कुर्सियाँ', 'कुर्सी'],
  ['en', 'chairs', 'chair'],
] as const)('%s: %s is %s', (language, a, b) => {
  const { words, term } = readerOf(language);
  expect(term(words(a)[0])).toBe(term(words(b)[0]));
});

it('tells apart what a stemmer would not: LED and Leder', () => {
  const { term } = readerOf('de');
  expect(term('leder')).not.toBe(term('led'));
  expect(term('kunstleder')).toBe('kunstleder');
});

it('drops the stop words of the language, and no other', () => {
  const terms = (language: Parameters<typeof readerOf>[0], text: string) =>
    readerOf(language).words(text).map(readerOf(language).term);
  expect(terms('de', 'der Stuhl für die Küche')).toEqual(['', 'stuhl', '', '', 'kuch']);
  expect(terms('en', 'the die for dough')).toEqual(['', 'die', '', 'dough']);
  expect(terms('fr', "l'étagère à chaussures")).toEqual(['', 'etager', '', 'chaussur']);
});

it('reads words of another script as that script’s language, and Latin ones among Japanese as English', () => {
  expect(readerOf('de').term('столы')).toBe('стол');
  expect(readerOf('ja').term('shoes')).toBe('shoe');
  expect(readerOf('ja').term('の')).toBe('');
});

it('has a reader and a name for every language', () => {
  expect(languages.length).toBeGreaterThan(60);
  for (const language of languages) {
    expect(languageName(language)).not.toBe(language);
    expect(readerOf(language).term('42')).toBe('42');
    expect(readerOf(language).term('table')).not.toBe('');
  }
});
