/** Longer texts are no price and no currency. */
const longest = 80;
const codes: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  '₺': 'TRY',
  '₩': 'KRW',
  '₴': 'UAH',
  '₪': 'ILS',
  C$: 'CAD',
  A$: 'AUD',
  S$: 'SGD',
  R$: 'BRL',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  lei: 'RON',
  'Fr.': 'CHF',
};
/** What a bare $ may mean. */
const dollars = new Set(['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'TWD', 'MXN', 'CLP', 'COP', 'ARS']);
const sign = /[A-Z]{0,3}\p{Sc}|R\$|\b[A-Z]{3}\b|kr\b|zł|Kč|Ft\b|Fr\.|\blei\b/u;
const plain = /^[\d.,\s]*$/;
const alone = /^[a-z]{3}$/i;

/**
 * The currency that a price names, or a column of its own: by its code where the sign is of one, '' where none is named.
 * @example ['24,99 €', 'USD 12–15', 'usd', '$5', '12.50'].map(currencyOf) // ['EUR', 'USD', 'USD', '$', '']
 */
export function currencyOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(currencyOf).find(Boolean) ?? '';
  if (typeof value !== 'string' || plain.test(value) || value.length > longest) return '';
  const text = value.trim();
  if (alone.test(text)) return text.toUpperCase();
  const found = sign.exec(text)?.[0] ?? '';
  // 'CA$' is the dollar of Canada.
  return codes[found] ?? found.replace(/^([A-Z]{2})\$$/, '$1D');
}

/**
 * A line that says so where prices are in several currencies; undefined where they are not.
 * @param counts products by currency, those that name none under ''
 */
export function mixedCurrencies(counts: ReadonlyMap<string, number>): string | undefined {
  const named = [...counts].filter(([currency]) => currency !== '').sort(([, a], [, b]) => b - a);
  const dollar = named.find(([currency]) => dollars.has(currency));
  const several = dollar ? named.filter(([currency]) => currency !== '$') : named;
  if (several.length < 2) return undefined;
  const told = several.map(([currency, count]) => `${currency} ${count.toLocaleString('en')}`).join(', ');
  return `prices are in ${several.length} currencies (${told}) and are compared as if they were in one; leave the products of one`;
}
