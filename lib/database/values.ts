/** PostgreSQL's numbers of types whose values are not left as their driver reads them. */
const [int8, date, timestamp, numeric] = [20, 1082, 1114, 1700];

/**
 * How values become JavaScript's, alike with every driver: whole numbers of 64 bits are numbers where they are exact,
 * else texts; decimal numbers are texts; a day, and a time without a zone, is the text that the server writes.
 */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [int8]: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  [numeric]: String,
  [date]: String,
  [timestamp]: String,
};
