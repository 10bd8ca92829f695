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
])('%j is a price', (value, price) => {
  expect(parsePrice(value)).toBe(price);
});

test.each(['', '  ', 'N/A', 'nan', 'None', null, undefined])('%j is no price given', (value) => {
  expect(parsePrice(value)).toBeNull();
});

test.each(['call us', '$5 - $9', '-3', '1,2,3', '.', '9'.repeat(400), -1, Number.NaN, true])(
  '%j is not understood',
  (value) => {
    expect(parsePrice(value)).toBeUndefined();
  },
);
