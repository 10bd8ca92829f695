import path from 'node:path';
import { type Catalog, catalogSummary, type Product, readCatalog } from '../catalog/index.js';
import { isProductAddress } from '../collect/products/index.js';

export interface CheckCatalogOptions {
  readonly columns?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Enough to see how a file is written, read within a second. */
const firstRows = 20_000;
const shownProducts = 3;
const shownReasons = 8;
const shownLength = 100;

/** Prints how a file would be read as a catalogue. The path is one of where the command is given. */
export async function checkCatalog(file: string, { columns, all, json }: CheckCatalogOptions): Promise<void> {
  const rows = all ? undefined : firstRows;
  const catalog = await readCatalog(isProductAddress(file) ? file : path.resolve(file), {
    columns,
    rows,
    onFetched: (products) => console.error(`${products.toLocaleString('en')} products fetched`),
  });
  const { origin, reading, counts, products, rejected, warnings } = catalog;
  const isPart = rows !== undefined && counts.rows >= rows;
  if (json) {
    const { price, missing } = catalogSummary(catalog);
    const about = { origin, reading, counts, isWhole: !isPart, products: products.length, price, missing };
    console.log(
      JSON.stringify({ ...about, first: products.slice(0, shownProducts), rejected, warnings }, null, 2),
    );
    return;
  }
  const number = (value: number) => value.toLocaleString('en');
  if (origin) console.log(origin);
  console.log(reading.line);
  console.log(
    `${number(products.length)} products in ${isPart ? 'the first ' : ''}${number(counts.rows)} rows${isPart ? ' (--all reads the others)' : ''}` +
      `${counts.variants > 0 ? `; ${number(counts.variants)} rows are variants of them` : ''}`,
  );
  console.log(missingLine(catalog));
  for (const product of products.slice(0, shownProducts)) console.log(`\n${described(product)}`);
  if (counts.rejected > 0) console.log(`\n${number(counts.rejected)} rows set aside:\n${grouped(rejected)}`);
  if (counts.warnings > 0) console.log(`\n${number(counts.warnings)} notes:\n${grouped(warnings)}`);
}

function missingLine(catalog: Catalog): string {
  const { missing } = catalogSummary(catalog);
  const total = catalog.products.length;
  const some = Object.entries(missing).filter(([, count]) => count > 0 && count < total);
  const never = Object.entries(missing).filter(([, count]) => count === total);
  const told = [
    ...(some.length > 0 ? [`missing: ${some.map(([name, count]) => `${name} in ${count}`).join(', ')}`] : []),
    ...(never.length > 0 ? [`never given: ${never.map(([name]) => name).join(', ')}`] : []),
  ];
  return told.join('; ') || 'every product has everything';
}

function described(product: Product): string {
  return Object.entries(product)
    .filter(([, value]) => value !== null && value.length !== 0)
    .map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(name === 'categories' ? ' > ' : ', ') : String(value);
      const line = text.replace(/\s+/g, ' ');
      return `  ${name.padEnd(17)} ${line.length > shownLength ? `${line.slice(0, shownLength - 1)}…` : line}`;
    })
    .join('\n');
}

/** Reasons by how often they come, values aside, each with a row as its example. */
function grouped(rows: Catalog['rejected']): string {
  const groups = new Map<string, { count: number; row: number; reason: string }>();
  for (const { row, reason } of rows) {
    const kind = reason.replace(/"(?:[^"\\]|\\.)*"?|\d+/g, '*');
    const group = groups.get(kind) ?? { count: 0, row, reason };
    group.count++;
    groups.set(kind, group);
  }
  const most = [...groups.values()].sort((a, b) => b.count - a.count);
  const lines = most
    .slice(0, shownReasons)
    .map(({ count, row, reason }) => `  ${String(count).padStart(6)} × ${reason} (row ${row})`);
  return [...lines, ...(most.length > shownReasons ? ['  and more of other kinds'] : [])].join('\n');
}
