import { z } from 'zod';
import { type Product, productText } from '../catalog/index.js';
import { ArgumentError } from '../errors/index.js';
import type { Picture } from '../images/index.js';
import { parseOptions } from '../records/index.js';

/** A product that is not in the catalogue: a title, a description or a photo, and what else is known. */
export interface NewProduct
  extends Partial<
    Pick<Product, 'title' | 'brand' | 'description' | 'categories' | 'material' | 'color' | 'price'>
  > {
  /** A path from the working folder, an http(s) address, or the bytes of a file. */
  readonly photo?: Picture;
}

const text = z.string('must be a text').trim().default('');
const schema = z.strictObject({
  title: text,
  brand: text,
  description: text,
  categories: z.array(z.string(), 'must be a list, from the root to the leaf').default([]),
  material: text,
  color: text,
  price: z.number('must be a number').nullable().default(null),
  photo: z
    .union(
      [z.string().min(1), z.instanceof(URL), z.instanceof(Uint8Array)],
      'must be a path, an address, or the bytes of a picture',
    )
    .optional(),
});

/**
 * A new product as the catalogue would have it, without an id, and its photo.
 * @throws {ArgumentError} for a field that is unknown or of another kind, and where nothing is there to compare
 */
export function parseNewProduct(given: NewProduct): { product: Product; photo: Picture | undefined } {
  const { photo, ...known } = parseOptions('recommendFor', schema, given);
  const unknown = { id: '', images: [], manufacturer: '', packageDimensions: '', countryOfOrigin: '' };
  const product = { ...unknown, ...known };
  if (photo === undefined && productText(product) === '') {
    throw new ArgumentError('recommendFor has nothing to compare: give a title, a description or a photo');
  }
  return { product, photo };
}
