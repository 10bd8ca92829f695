/** Characters of an amount; longer ones are article numbers, or no finite number at all. */
const longest = 20;
const missing = /^(|-|n\/?a|nan|none|null)$/i;
const currency = /^(?:\p{Sc}|[A-Z]{1,3}\p{Sc}?)?\s*([\d.,]+)\s*(?:\p{Sc}|[A-Z]{3})?$/u;
const withThousands = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const decimal = /^(\d+\.?\d*|\.\d+)$/;
const european = /^(\d{1,3}(\.\d{3})+|\d+),\d{1,2}$/;

/**
 * A price as catalogues write it: 24.99, "$24.99", "1,299.00", "USD 1,299", "24,99 €", "1.299,00". A single comma
 * before three digits separates thousands; a single point is always a decimal point.
 *
 * @returns the number; null where none is given ('', 'N/A', 'nan' …); undefined where the text is no price
 * ("call us", "$5 - $9", a negative number).
 */
export function parsePrice(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (missing.test(text)) return null;
  const amount = currency.exec(text)?.[1];
  if (amount === undefined || amount.length > longest) return undefined;
  if (withThousands.test(amount)) return Number(amount.replaceAll(',', ''));
  if (decimal.test(amount)) return Number(amount);
  if (european.test(amount)) return Number(amount.replaceAll('.', '').replace(',', '.'));
  return undefined;
}
