/** Characters of an amount; longer ones are article numbers, or no finite number at all. */
const longest = 20;
const missing = /^(|-|n\/?a|nan|none|null)$/i;
const currency = String.raw`(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}|kr\.?|zł|Kč|Ft|Fr\.?|Rs\.?|R\$|lei|лв\.?|руб\.?)`;
const amount = String.raw`[\d.,'’\u00a0\u202f ]*\d[.,]?|\d[\d.,'’\u00a0\u202f ]*`;
const single = new RegExp(String.raw`^${currency}?\s*(${amount})\s*${currency}?$`, 'u');
const range = /^(.*\d.*?)\s*(?:[-–—~…]|\bto\b|\bbis\b|\bà\b|\ba\b|\bhasta\b)\s*(.*\d.*)$/iu;
/** 'From $12', 'ab 12 €': the lowest of several prices. */
const lowest = /^(?:from|starting at|ab|à partir de|dès|desde|a partir de)\s+/iu;
const withThousands = /^\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$/;
const decimal = /^(\d+\.?\d*|\.\d+)$/;
const european = /^(\d{1,3}(\.\d{3})+|\d+),\d{1,2}$/;
const europeanThousands = /^\d{1,3}(\.\d{3}){2,}$/;

/**
 * A price as catalogues write it: 24.99, "$24.99", "1,299.00", "USD 1,299", "24,99 €", "1.299,00", "CHF 1'299.00". A
 * single comma before three digits separates thousands; a single point is always a decimal point. Of a range ("$12–$15",
 * "ab 12 €") and of a list it is the lowest.
 *
 * @returns the number; null where none is given ('', 'N/A', 'nan' …); undefined where the text is no price
 * ("call us", a negative number).
 */
export function parsePrice(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (Array.isArray(value)) return lowestOf(value.map(parsePrice));
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (missing.test(text)) return null;
  if (text.length > 4 * longest) return undefined;
  const one = parseSingle(text.replace(lowest, '').replace(/,(?:-|—){1,2}(?=\s|$)/, ''));
  if (one !== undefined) return one;
  const ends = range
    .exec(text)
    ?.slice(1)
    .map((end) => parseSingle(end.trim()));
  return ends?.every((end) => end !== undefined) ? lowestOf(ends) : undefined;
}

function lowestOf(prices: readonly (number | null | undefined)[]): number | null | undefined {
  const given = prices.filter((price): price is number => typeof price === 'number');
  if (given.length > 0) return Math.min(...given);
  return prices.includes(undefined) ? undefined : null;
}

function parseSingle(text: string): number | undefined {
  const found = single.exec(text)?.[1];
  // A blank or an apostrophe stands before three digits: 1 299,00.
  const written = found?.trim().replace(/['’\u00a0\u202f ](?=\d{3}(?!\d))/gu, '');
  if (written === undefined || written.length > longest) return undefined;
  if (withThousands.test(written)) return Number(written.replaceAll(',', ''));
  if (decimal.test(written)) return Number(written);
  if (european.test(written)) return Number(written.replaceAll('.', '').replace(',', '.'));
  if (europeanThousands.test(written)) return Number(written.replaceAll('.', ''));
  return undefined;
}
