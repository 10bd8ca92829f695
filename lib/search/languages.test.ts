import { expect, it } from 'vitest';
import type { Language } from '../language/index.js';
import { bm25Index, wordStatistics } from './index.js';

function finds(language: Language, texts: readonly string[]): (query: string) => string[] {
  const index = bm25Index(texts, { language });
  return (query) => index.search(query, 10).map(({ row }) => texts[row]);
}

it('finds German words in compounds, below the word itself', () => {
  const found = finds('de', [
    'Wanderschuh Herren',
    'Schuhe aus Leder',
    'Lederschuhe schwarz',
    'Handschuhe',
    'LED Lampe',
  ]);
  expect(found('Schuhe')).toEqual(['Schuhe aus Leder', 'Wanderschuh Herren', 'Lederschuhe schwarz']);
  expect(found('Lederschuhe').slice(0, 2)).toEqual(['Lederschuhe schwarz', 'Schuhe aus Leder']);
  expect(found('Schuhe aus Leder').slice(0, 2)).toEqual(['Schuhe aus Leder', 'Lederschuhe schwarz']);
  expect(found('Handschuh')).toEqual(['Handschuhe']);
  expect(found('led')).toEqual(['LED Lampe']);
});

it('finds a German word that the catalogue has in compounds alone', () => {
  const found = finds('de', ['Wanderschuh', 'Kleiderschränke', 'Gästebett', 'praktisch']);
  expect(found('Schuhe')).toEqual(['Wanderschuh']);
  expect(found('Schrank')).toEqual(['Kleiderschränke']);
  expect(found('Betten')).toEqual(['Gästebett']);
  expect(found('Tisch')).toEqual([]);
});

it('weighs a part by half, as counted by hand', () => {
  // N = 2, both of one word; schuh: df 2 with the compound, idf ln(1 + 0.5 / 2.5); k1 1.2, lengths equal.
  const hits = bm25Index(['Lederschuhe', 'Schuhe'], { language: 'de' }).search('Schuhe', 2);
  const idf = Math.log(1 + 0.5 / 2.5);
  expect(hits.map(({ row }) => row)).toEqual([1, 0]);
  expect(hits[0].score).toBeCloseTo(idf / 2.2, 6);
  expect(hits[1].score).toBeCloseTo((idf * 0.5) / 1.7, 6);
});

it.each([
  ['de', 'Möbel für die Küche', ['moebel', 'MÖBEL', 'mobel', 'Kueche', 'mobeln']],
  ['fr', 'Étagère à chaussures brodée', ['etageres', 'CHAUSSURE', 'brodee', 'brodé', 'etagére']],
  ['es', 'Colección de sillas', ['coleccion', 'colecciones', 'silla']],
  ['tr', 'IŞIKLI AYNA', ['ışıklı', 'isikli', 'aynalar']],
  ['ar', 'الأحذية الجلدية', ['احذية', 'أحذيه', 'جلدي']],
  ['ja', '木製ダイニングチェア Nike Shoes', ['チェア', 'ﾁｪｱ', '木製の椅子', 'shoe']],
  ['zh', '现代简约布艺沙发', ['沙发', '现代沙发床']],
  ['th', 'โต๊ะทำงานไม้', ['ไม้', 'ทำงาน', 'ท\u0e4d\u0e32งาน']],
  ['ru', 'Кожаные ёлочные столы', ['кожаный', 'елочный', 'стол']],
] as const)('%s: "%s" is found however it is written', (language, text, queries) => {
  const found = finds(language, [text, 'zzz', 'www']);
  for (const query of queries) expect([query, found(query)]).toEqual([query, [text]]);
});

it('a catalogue of several scripts is found in each', () => {
  const texts = ['Stühle aus Holz', '木の椅子', 'كراسي خشبية', 'деревянные стулья'];
  const found = finds('de', texts);
  expect(['stuhl', '椅子', 'خشب', 'стул'].map((query) => found(query)[0])).toEqual(texts);
});

it('shared words are those of the language', () => {
  const words = wordStatistics(['Stuhl für die Küche', 'Stühle und Tisch', 'Tisch'], 'de');
  expect(words.shared('Stuhl für die Küche', 'Stühle für den Balkon').map(({ word }) => word)).toEqual([
    'stuhl',
  ]);
});

it('refuses a language that it does not know', () => {
  expect(() => bm25Index(['a'], { language: 'xx' as Language })).toThrow('language is "xx"');
});
