import { ArgumentError, shown, UserError } from '../errors/index.js';
import { suggest } from '../language/index.js';
import {
  currencyNames,
  type Field,
  headerKey,
  type Layout,
  layouts,
  own,
  type Row,
  synonyms,
} from './layouts/index.js';
import { parseList, splitImages } from './lists.js';
import { columns } from './parse-product.js';

/** What a nested value may be called below its column: brand.name, price.amount. */
const suffixes = 'name title value label text amount url src path en de fr es'.split(' ');
/** Columns that a product's own attributes may fill: a list of name and value. */
const attributeFields = ['color', 'material', 'brand', 'manufacturer', 'country_of_origin'] as const;
/** The id goes first. */
const fields: readonly Field[] = ['uniq_id', ...columns.filter((column) => column !== 'uniq_id')];
const shownHeaders = 300;

/** How the columns of a file are read. */
export interface ColumnReading {
  readonly layout: Layout | undefined;
  /** Keys of the headers of each column, those to be asked first before the others. */
  readonly sources: Readonly<Record<Field, readonly string[]>>;
  /** Key of the column that names the currency of prices; undefined where there is none. */
  readonly currency: string | undefined;
  /** Keys that anything is read from. */
  readonly wanted: ReadonlySet<string>;
  /** Columns that were not found and have to be there. */
  readonly missing: readonly Field[];
  readonly line: string;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** The column as people name it: the id is `id`. */
export function shownField(field: Field): string {
  return field === 'uniq_id' ? 'id' : field;
}

/** Headers that take the place of what was found. */
export type ColumnChoice = ReadonlyMap<Field, readonly string[]>;

/**
 * Reads `id=sku,title=name,images=photo1+photo2`.
 * @throws {ArgumentError} for a column that there is not, or text of another form
 */
export function parseColumns(text: string): ColumnChoice {
  const choice = new Map<Field, readonly string[]>();
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [, name, headers] = /^\s*([\w ]+?)\s*=\s*(.+?)\s*$/s.exec(part) ?? [];
    if (!name) throw new ArgumentError(`COLUMNS ${shown(text)}: write it as id=sku,title=name`);
    const wanted = name.toLowerCase().replaceAll(' ', '_');
    const field = columns.find((column) => column === wanted || shownField(column) === wanted);
    if (!field) {
      const known = columns.map(shownField).join(', ');
      throw new ArgumentError(`COLUMNS: there is no column ${shown(name)}; there are ${known}`);
    }
    choice.set(
      field,
      headers.split('+').map((header) => header.trim()),
    );
  }
  return choice;
}

/**
 * How a file with these headers is read: by a layout that is known, else by what its headers mean.
 * @throws {ArgumentError} where a header that was chosen is not there
 * @throws {UserError} where one that is read comes twice
 */
export function readingOf(
  file: string,
  headers: readonly string[],
  choice: ColumnChoice = new Map(),
): ColumnReading {
  const nameOf = new Map<string, string>();
  const twice = new Set<string>();
  for (const name of headers) {
    const key = headerKey(name);
    if (nameOf.has(key)) twice.add(key);
    else if (key) nameOf.set(key, name.trim());
  }
  const layout = layouts.find(({ signs }) =>
    signs.some((all) => all.every((sign) => nameOf.has(headerKey(sign)))),
  );
  const sources = layout ? knownSources(layout, nameOf) : guessedSources(nameOf);
  for (const [field, chosen] of choice)
    sources[field] = chosen.map((header) => chosenKey(header, nameOf, file));
  for (const field of columns) {
    if (field === 'images' || field === 'categories' || field === 'description') continue;
    const key = sources[field].find((source) => twice.has(source));
    if (key) {
      throw new UserError(
        `${file}: column ${shown(nameOf.get(key)?.toLowerCase())} comes twice in the header; rename or remove one`,
      );
    }
  }
  const lacks = (field: Field) => sources[field].length === 0;
  const missing = [
    ...(lacks('uniq_id') ? (['uniq_id'] as const) : []),
    ...(lacks('title') && lacks('description') ? (['title'] as const) : []),
  ];
  const currency = currencyNames.map(headerKey).find((key) => nameOf.has(key));
  const names = Object.fromEntries(
    fields
      .filter((field) => !lacks(field))
      .map((field) => [field, sources[field].map((key) => nameOf.get(key) ?? key)]),
  );
  return {
    layout,
    sources,
    currency,
    wanted: new Set([
      ...Object.values(sources).flat(),
      ...(layout?.reads ?? []).map(headerKey),
      ...(currency ? [currency] : []),
    ]),
    missing,
    names,
    line: lineOf(layout, names, choice.size > 0),
  };
}

function lineOf(
  layout: Layout | undefined,
  names: Readonly<Record<string, readonly string[]>>,
  isChosen: boolean,
): string {
  if (layout === own && !isChosen) return `read as ${own.name}`;
  const told = Object.entries(names).map(([field, found]) => {
    const more =
      found.length > 2 ? `${found.slice(0, 2).join(' + ')} + ${found.length - 2} more` : found.join(' + ');
    return `${more} → ${shownField(field as Field)}`;
  });
  const how = layout ? `read as ${layout.name}` : 'columns guessed by their names';
  const way = layout ? '' : "; COLUMNS='id=…,title=…' (--columns) says otherwise";
  return `${how}: ${told.join(', ')}${way}`;
}

function knownSources(layout: Layout, nameOf: ReadonlyMap<string, string>): Record<Field, readonly string[]> {
  const found = (field: Field) => {
    const keys = (layout.columns[field] ?? []).map(headerKey);
    return (layout === own ? keys.flatMap(withSuffixes) : keys).filter((key) => nameOf.has(key));
  };
  return Object.fromEntries(columns.map((field) => [field, [...new Set(found(field))]])) as Record<
    Field,
    string[]
  >;
}

function guessedSources(nameOf: ReadonlyMap<string, string>): Record<Field, readonly string[]> {
  const used = new Set<string>();
  const found = (field: Field): string[] => {
    const known = synonyms[field].map(headerKey).flatMap(withSuffixes);
    const free = [...nameOf.keys()].filter((key) => !used.has(key));
    if (field === 'images') {
      const all = new Set(known);
      return free.filter((key) => all.has(key) || all.has(key.replace(/ ?\d+$/, '')));
    }
    const best = known.find((key) => nameOf.has(key) && !used.has(key));
    return best === undefined ? [] : [best];
  };
  const sources = {} as Record<Field, readonly string[]>;
  for (const field of fields) {
    sources[field] = found(field);
    for (const key of sources[field]) used.add(key);
  }
  return sources;
}

function withSuffixes(key: string): string[] {
  return [key, ...suffixes.map((suffix) => `${key} ${suffix}`)];
}

function chosenKey(header: string, nameOf: ReadonlyMap<string, string>, file: string): string {
  const key = headerKey(header);
  if (nameOf.has(key)) return key;
  const near = nearestHeader([key], nameOf);
  const closest = near ? `; closest to it is ${shown(near)}` : '';
  throw new ArgumentError(
    `COLUMNS: ${file} has no column ${shown(header)}${closest}; it has ${shown([...nameOf.values()].join(', '), shownHeaders)}`,
  );
}

/** What a file lacks, as an error: with the header that is closest to what is missing, where there is one. */
export function missingColumns(
  file: string,
  headers: readonly string[],
  missing: readonly Field[],
): { readonly error: UserError; readonly hasNear: boolean } {
  const nameOf = new Map(headers.map((name) => [headerKey(name), name.trim()]));
  let hasNear = false;
  const told = missing.map((field) => {
    const near = nearestHeader(synonyms[field].map(headerKey), nameOf);
    hasNear ||= near !== undefined;
    return `${shownField(field)}${near ? ` (closest to it: ${shown(near)})` : ''}`;
  });
  const example = missing.map((field) => `${shownField(field)}=…`).join(',');
  const error = new UserError(
    `${file}: missing column ${told.join(' and ')}; found ${shown(headers.join(', '), shownHeaders)}; rename one, or say which it is: COLUMNS='${example}' (--columns ${example})`,
  );
  return { error, hasNear };
}

/** The header closest to one of the names; undefined where none is near. */
function nearestHeader(names: readonly string[], nameOf: ReadonlyMap<string, string>): string | undefined {
  for (const name of names) {
    // Of short names too many are near.
    const near = name.length < 4 ? undefined : suggest(name, nameOf.keys());
    if (near !== undefined) return nameOf.get(near);
  }
  return undefined;
}

const fieldOfAttribute = new Map(
  attributeFields.flatMap((field) => synonyms[field].map((name) => [headerKey(name), field] as const)),
);

/** What the rows of one product share: its first says what its attributes are called. */
export interface OpenProduct {
  id: string;
  attributeNames: string[];
}

/** A row's values by column. */
export function valuesOf(
  { layout, sources, currency }: ColumnReading,
  row: Row,
  open: OpenProduct,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of columns) {
    const keys = sources[field];
    if (keys.length === 1) values[field] = row[keys[0]];
    else if (field === 'images') values[field] = keys.flatMap((key) => imagesOf(row[key]));
    else if (layout?.together?.includes(field)) {
      values[field] = keys
        .flatMap((key) => row[key])
        .filter((value) => value)
        .join('\n');
    } else values[field] = row[keys.find((key) => isGiven(row[key])) ?? ''];
  }
  if (currency) values.currency = row[currency];
  if (!layout) return values;
  if (layout.categories) values.categories = layout.categories(values.categories);
  if (layout.image) values.images = imagesOf(values.images).map((image) => layout.image!(String(image)));
  if (!layout.attributes) return values;
  const id = String(values.uniq_id);
  if (open.id !== id) Object.assign(open, { id, attributeNames: [] });
  for (const [name, value] of layout.attributes(row, open.attributeNames)) {
    const field = fieldOfAttribute.get(headerKey(name));
    if (field && !isGiven(values[field])) values[field] = value;
  }
  return values;
}

function imagesOf(value: unknown): readonly unknown[] {
  return isGiven(value) ? (parseList(value, splitImages) ?? [value]) : [];
}

function isGiven(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}
