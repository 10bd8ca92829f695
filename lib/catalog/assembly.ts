import type { Rejected } from '../records/index.js';
import type { Relation } from './layouts/index.js';
import type { ParsedProduct } from './parse-product.js';
import type { Catalog, Product, RowWarning } from './product.js';

/** Set-aside rows and warnings that are kept; of the others there is the count. */
const mostKept = 1000;

interface Variant {
  readonly row: number;
  readonly parent: string;
  readonly parsed: ParsedProduct;
}

/** Makes products of rows: those that come twice are set aside, variants go into the product that they belong to. */
export class Assembly {
  readonly #products: (Product | null)[] = [];
  readonly #rejected: Rejected<'row' | 'id'>[] = [];
  readonly #warnings: RowWarning[] = [];
  readonly #counts = { rows: 0, rejected: 0, duplicates: 0, warnings: 0, variants: 0 };
  /** By id: the row, and the place among the products. */
  readonly #seen = new Map<string, { readonly row: number; readonly place: number }>();
  /** By the further names of products. */
  readonly #named = new Map<string, number>();
  readonly #parentOf = new Map<string, number>();
  readonly #variants: Variant[] = [];
  readonly #currencies = new Map<string, number>();
  readonly #joins: boolean;
  readonly #idName: string;

  /** @param idName the header of the ids, for reasons */
  constructor(joins: boolean, idName: string) {
    this.#joins = joins;
    this.#idName = idName;
  }

  reject(row: number, id: string, reason: string): void {
    this.#counts.rows++;
    this.#setAside(row, id, reason);
  }

  add(row: number, parsed: ParsedProduct, relation: Relation = {}): void {
    this.#counts.rows++;
    if (relation.parent) this.#variants.push({ row, parent: relation.parent, parsed });
    else this.#put(row, parsed, relation);
  }

  /** What was made of the rows. Call it once. */
  finish(): Pick<Catalog, 'products' | 'rejected' | 'warnings' | 'counts'> & {
    readonly currencies: ReadonlyMap<string, number>;
  } {
    for (const { row, parent, parsed } of this.#variants) {
      const place = this.#named.get(parent) ?? this.#seen.get(parent)?.place;
      if (place === undefined) this.#put(row, parsed, {});
      else this.#absorb(place, row, parsed);
    }
    for (const [id, place] of this.#parentOf) {
      const variant = this.#seen.get(id);
      const product = variant && this.#products[variant.place];
      if (!product || variant.place === place) continue;
      this.#absorb(place, variant.row, { id, product, currency: '', warnings: [] });
      this.#products[variant.place] = null;
    }
    return {
      products: this.#products.filter((product) => product !== null),
      rejected: this.#rejected,
      warnings: this.#warnings,
      counts: this.#counts,
      currencies: this.#currencies,
    };
  }

  #put(row: number, parsed: ParsedProduct, { names = [], variants = [] }: Relation): void {
    const { id, product } = parsed;
    const earlier = this.#seen.get(id);
    const isPart = earlier !== undefined && this.#joins;
    if (isPart) this.#absorb(earlier.place, row, parsed);
    else if (!id) this.#setAside(row, '', `no ${this.#idName}`);
    else if (!product.title && !product.description) this.#setAside(row, id, 'no title and no description');
    else if (earlier) {
      this.#counts.duplicates++;
      this.#setAside(row, id, `duplicate of row ${earlier.row}`);
    } else {
      const place = this.#products.push(product) - 1;
      this.#seen.set(id, { row, place });
      if (product.price !== null) {
        this.#currencies.set(parsed.currency, (this.#currencies.get(parsed.currency) ?? 0) + 1);
      }
      for (const name of names) this.#named.set(name, place);
      for (const variant of variants) this.#parentOf.set(variant, place);
      this.#warn(row, parsed);
    }
  }

  #absorb(place: number, row: number, parsed: ParsedProduct): void {
    this.#counts.variants++;
    const product = this.#products[place];
    if (product) this.#products[place] = together(product, parsed.product);
    this.#warn(row, parsed);
  }

  #warn(row: number, { id, warnings }: ParsedProduct): void {
    for (const reason of warnings) {
      this.#counts.warnings++;
      if (this.#warnings.length < mostKept) this.#warnings.push({ row, id, reason });
    }
  }

  #setAside(row: number, id: string, reason: string): void {
    this.#counts.rejected++;
    if (this.#rejected.length < mostKept) this.#rejected.push({ row, id, reason });
  }
}

/** A product with what a variant adds: its photos, a lower price, its colour and material, and what the product lacks. */
function together(product: Product, variant: Product): Product {
  const prices = [product.price, variant.price].filter((price) => price !== null);
  const images = variant.images.filter((image) => !product.images.includes(image));
  return {
    ...product,
    title: product.title || variant.title,
    brand: product.brand || variant.brand,
    description: product.description || variant.description,
    price: prices.length > 0 ? Math.min(...prices) : null,
    categories: product.categories.length > 0 ? product.categories : variant.categories,
    images: images.length > 0 ? [...product.images, ...images] : product.images,
    manufacturer: product.manufacturer || variant.manufacturer,
    packageDimensions: product.packageDimensions || variant.packageDimensions,
    countryOfOrigin: product.countryOfOrigin || variant.countryOfOrigin,
    material: listed(product.material, variant.material),
    color: listed(product.color, variant.color),
  };
}

function listed(values: string, value: string): string {
  if (!value || values.split(', ').includes(value)) return values;
  return values ? `${values}, ${value}` : value;
}
