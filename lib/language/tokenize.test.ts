import { expect, it } from 'vitest';
import { fold } from './fold.js';
import { tokenize } from './tokenize.js';

it.each([
  ['en', 'Women\'s 18.5" Café-Table, 2-Pack', ['women', '18.5', 'cafe', 'table', '2', 'pack']],
  ['en', 'ＵＳＢ Ｈｕｂ Gore-Tex™', ['usb', 'hub', 'gore', 'tex']],
  ['de', 'Größe: Stühle für die KÜCHE', ['grosse', 'stuhle', 'fur', 'die', 'kuche']],
  ['de', 'Moebel, neue Tuer, bequem', ['mobel', 'neue', 'tur', 'bequem']],
  ['da', 'Smørrebrød på træ', ['smorrebrod', 'pa', 'trae']],
  ['pl', 'Łóżko dębowe', ['lozko', 'debowe']],
  ['tr', 'IŞIKLI AYNA, İstanbul, IKEA', ['isikli', 'ayna', 'istanbul', 'ikea']],
  ['fr', "Canapé d'angle", ['canape', 'd', 'angle']],
  ['el', 'ΚΑΡΕΚΛΕΣ ξύλινες', ['καρεκλεσ', 'ξυλινεσ']],
  ['ja', '木製ダイニングチェア、ｿﾌｧ 2.5人', ['木製', 'ダイニング', 'チェア', 'ソファ', '2.5', '人']],
  ['zh', '现代布艺沙发 IKEA-40', ['现代', '布', '艺', '沙发', 'ikea', '40']],
  ['th', 'โต๊ะทำงานไม้', ['โต๊ะ', 'ทำงาน', 'ไม้']],
  ['ar', 'كُرْسِيّ خَشَبـــيّ', ['كرسي', 'خشبي']],
] as const)('%s: %s', (language, text, words) => {
  expect(tokenize(text, language)).toEqual(words);
});

it('cuts Lao, Khmer and Burmese, which have no blanks', () => {
  expect(tokenize('ຖ້ວຍນ້ຳ', 'lo')).toEqual(['ຖ້ວຍ', 'ນ້ຳ']);
  expect(tokenize('នាឡិកាដៃស្បែកជើង', 'km').length).toBeGreaterThan(1);
  expect(tokenize('နာရီလက်ပတ်', 'my')).toEqual(['နာရီ', 'လက်ပတ်']);
});

it('keeps the Thai letter whole that compatibility forms take apart, and joins its halves', () => {
  expect(tokenize('น้ำหอม', 'th')).toEqual(['น้ำหอม']);
  expect(tokenize('น้\u0e4d\u0e32หอม', 'th')).toEqual(tokenize('น\u0e4d้\u0e32หอม', 'th'));
  expect(fold('ทำ')).toBe('ทำ');
});

it('folds once and for all', () => {
  for (const word of ['straße', 'smørrebrød', 'ışık', 'أحذية', 'ﬁne', 'ℌ', 'がﾞ', 'ทำ', 'ς'])
    expect(fold(fold(word))).toBe(fold(word));
});
