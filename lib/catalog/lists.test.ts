import { expect, test } from 'vitest';
import { parseList, splitCategories, splitImages } from './lists.js';

const categories = (value: unknown) => parseList(value, splitCategories);
const images = (value: unknown) => parseList(value, splitImages);

test.each<[unknown, string[]]>([
  [`['Home & Kitchen', "Kids' Furniture"]`, ['Home & Kitchen', "Kids' Furniture"]],
  [`[' a ' ,  'b ', '', None,]`, ['a', 'b']],
  [
    String.raw`['Kids\' Room', "24\" Tables", 'caf\xe9', '\u5bb6\U0001f600', 'a\\b']`,
    ["Kids' Room", '24" Tables', 'café', '家😀', 'a\\b'],
  ],
  [`['Kids' Furniture', 'Chairs']`, ["Kids' Furniture", 'Chairs']],
  [`['Sofas, Couches', 'b']`, ['Sofas, Couches', 'b']],
  ['["a", "b\\u00e9"]', ['a', 'bé']],
  ['[]', []],
  ['', []],
  [null, []],
  [
    ['a', ' b ', 3],
    ['a', 'b', '3'],
  ],
  [[['Home', 'Chairs']], ['Home', 'Chairs']],
  ['Home | Sofas, Couches', ['Home', 'Sofas, Couches']],
  ['Home > Chairs', ['Home', 'Chairs']],
  ['Home, Chairs', ['Home', 'Chairs']],
])('categories %j', (value, expected) => {
  expect(categories(value)).toEqual(expected);
});

test.each(["['a', 'b'", "['a' b]", "['a", '[{"a": 1}]', [{}], 5])('%j is no list', (value) => {
  expect(categories(value)).toBeUndefined();
});

test.each([
  ['a.jpg, b.jpg|c.jpg', ['a.jpg', 'b.jpg', 'c.jpg']],
  [
    'https://x.org/w_300,h_200/a.jpg, https://x.org/b.jpg',
    ['https://x.org/w_300,h_200/a.jpg', 'https://x.org/b.jpg'],
  ],
  ['https://x.org/a.jpg https://x.org/b.jpg', ['https://x.org/a.jpg', 'https://x.org/b.jpg']],
])('images %j', (value, expected) => {
  expect(images(value)).toEqual(expected);
});

test('a long run of blanks between images takes no time', () => {
  expect(images(`https://x.org/a.jpg${' '.repeat(500_000)}b`)).toEqual(['https://x.org/a.jpg b']);
});
