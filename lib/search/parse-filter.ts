import { ArgumentError, shown } from '../errors/index.js';
import { type NamedFilter, namedFilters, type ProductFilter } from './product-filter.js';

const piecePattern = /^\s*([^<>=]*?)\s*(<=|>=|<|>|=)\s*(.*?)\s*$/s;
const boundNames = { '<': 'priceBelow', '<=': 'priceMax', '>': 'priceAbove', '>=': 'priceMin' } as const;

/**
 * Reads a filter as written on a command line: `category=Chairs,brand="Foo, Inc",price>=50,price<100`.
 * Pieces are parted by commas; a value with a comma stands in double quotes. A key given twice takes either value.
 * Prices know <, <=, >, >= and =.
 * @throws {ArgumentError} that shows the piece that cannot be read and lists the keys; for a text without any condition
 */
export function parseFilter(text: string): ProductFilter {
  const values = new Map<NamedFilter, string[]>();
  const bounds: { priceMin?: number; priceMax?: number; priceAbove?: number; priceBelow?: number } = {};
  for (const piece of text.match(/(?:"[^"]*"|[^,])+/g) ?? []) {
    const [, key = '', operator, value = ''] = piecePattern.exec(piece) ?? [];
    const name = key.toLowerCase();
    if (name === 'price') {
      const price = Number(value.replace(/^\$/, '') || Number.NaN);
      if (!Number.isFinite(price)) throw bad(piece, `${shown(value)} is no number`);
      const sides = operator === '=' ? (['priceMin', 'priceMax'] as const) : [boundNames[operator as '<']];
      for (const side of sides) {
        if (bounds[side] !== undefined) throw bad(piece, 'this bound was given already');
        bounds[side] = price;
      }
    } else if (isNamed(name)) {
      if (operator !== '=') throw bad(piece, `${name} is compared with =`);
      const unquoted = value.replace(/^"(.*)"$/s, '$1').trim();
      if (unquoted === '') throw bad(piece, 'the value is missing');
      values.set(name, [...(values.get(name) ?? []), unquoted]);
    } else {
      throw bad(piece, operator ? `${shown(key)} is no key` : 'it is no comparison');
    }
  }
  const filter: ProductFilter = { ...Object.fromEntries(values), ...bounds };
  if (Object.keys(filter).length > 0) return filter;
  throw new ArgumentError(
    `filter ${shown(text)} has no condition; give one, as in "category=Chairs,price<100", or leave it out`,
  );
}

function isNamed(name: string): name is NamedFilter {
  return (namedFilters as readonly string[]).includes(name);
}

function bad(piece: string, why: string): ArgumentError {
  return new ArgumentError(
    `filter ${shown(piece.trim())}: ${why}; write ${namedFilters.map((n) => `${n}=…`).join(', ')}, price<…, price<=…, price>…, price>=… or price=…, parted by commas`,
  );
}
