import type { Product } from '../product.js';

/** A description that a language model wrote. It is kept apart from the catalogue, and never takes a merchant's place. */
export interface GeneratedDescription {
  /** The product's `uniq_id`. */
  readonly id: string;
  readonly description: string;
  readonly generated: true;
  readonly model: string;
  /** Hash of the product's data, the model and the instructions: what it is kept under. */
  readonly key: string;
}

/** A product, with where its description is from. */
export interface DescribedProduct extends Product {
  readonly descriptionSource: 'merchant' | 'generated' | 'none';
}

/**
 * Puts generated descriptions where the merchant gave none, and marks every product with where its text is from.
 * @example
 * withDescriptions(products, descriptions)[0] // the product, its description, and descriptionSource: 'generated'
 */
export function withDescriptions(
  products: readonly Product[],
  descriptions: readonly GeneratedDescription[],
): DescribedProduct[] {
  const byId = new Map(descriptions.map(({ id, description }) => [id, description]));
  return products.map((product) => {
    if (hasDescription(product)) return { ...product, descriptionSource: 'merchant' };
    const description = byId.get(product.id);
    return description === undefined
      ? { ...product, descriptionSource: 'none' }
      : { ...product, description, descriptionSource: 'generated' };
  });
}

export function hasDescription({ description }: Product): boolean {
  return description.trim() !== '';
}
