import { expect, test } from 'vitest';
import { currencyOf } from './currency.js';

test.each<[unknown, string]>([
  ['24,99 €', 'EUR'],
  ['EUR 24.99', 'EUR'],
  ['usd', 'USD'],
  ['$5 - $9', '$'],
  ['US$ 12', 'USD'],
  ['CA$12', 'CAD'],
  ['C$12', 'CAD'],
  ['R$ 12,50', 'BRL'],
  ['£3', 'GBP'],
  ['249 kr', 'kr'],
  ['12,90 zł', 'PLN'],
  ["CHF 1'299.00", 'CHF'],
  ['ab 12 €', 'EUR'],
  [['15', '12.50 €'], 'EUR'],
  ['12.50', ''],
  ['1 299,00', ''],
  [12.5, ''],
  [null, ''],
  ['', ''],
])('the currency of %j is %j', (value, currency) => {
  expect(currencyOf(value)).toBe(currency);
});
