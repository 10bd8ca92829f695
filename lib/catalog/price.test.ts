import { expect, test } from 'vitest';
import { parsePrice } from './price.js';

test.each([
  ['$24.99', 24.99],
  ['24.99', 24.99],
  [' 1,299.00 ', 1299],
  ['$1,299', 1299],
  ['USD 12', 12],
  ['US$ 12.5', 12.5],
  ['24,99 €', 24.99],
  ['1.299,00', 1299],
  ['0', 0],
  [7.5, 7.5],
  ['1.299,00 €', 1299],
  ['€1.299,00', 1299],
  ["CHF 1'299.00", 1299],
  ['1 299,00\u00a0€', 1299],
  ['1.299.000', 1299000],
  ['1,29,900', 129900],
  ['R$ 12,50', 12.5],
  ['12,-', 12],
  ['249 kr', 249],
  ['15.00 USD', 15],
  ['$12–$15', 12],
  ['$5 - $9', 5],
  ['12,99 € bis 15,99 €', 12.99],
  ['ab 12,50 €', 12.5],
  ['From $1,299.00', 1299],
  [['15', '12.50', ''], 12.5],
  [[], null],
])('%j is a price', (value, price) => {
  expect(parsePrice(value)).toBe(price);
});

test.each(['', '  ', 'N/A', 'nan', 'None', null, undefined])('%j is no price given', (value) => {
  expect(parsePrice(value)).toBeNull();
});

test.each([
  'call us',
  '12 pieces',
  '$5 - ?',
  '2024-01-15',
  ['call us'],
  '-3',
  '1,2,3',
  '.',
  '9'.repeat(400),
  -1,
  Number.NaN,
  true,
])('%j is not understood', (value) => {
  expect(parsePrice(value)).toBeUndefined();
});
