import type { Row } from '../source.js';

/** When a product was changed last. */
export interface Stamp {
  readonly id: string;
  /** As the shop writes it: the same text means the same state. */
  readonly updated: string;
}

/** A product as it is kept, a row of the file that the catalogue is read from. */
export interface ShopProduct extends Stamp {
  readonly row: Row;
}

/** What an API gives of a list of products. */
export interface ShopPage<T> {
  readonly items: readonly T[];
  /** Whether there was only this page, so that nothing can have moved between pages. */
  readonly isWhole: boolean;
  /** Products in the shop, where the answer tells. */
  readonly total?: number;
}

/** How the products of one shop are asked for. Only those that shoppers can see count. */
export interface Shop {
  /** As people call it. */
  readonly service: string;
  /** Products changed at that time or later, all where it is null, page by page. */
  changed(since: Date | null): AsyncGenerator<ShopPage<ShopProduct>>;
  /** All products, page by page, without what they are. */
  listed(): AsyncGenerator<ShopPage<Stamp>>;
  /** Some products; those that are gone meanwhile are left out. */
  byIds(ids: readonly string[]): AsyncGenerator<ShopPage<ShopProduct>>;
  /** The stamp of a kept row. */
  stampOf(row: Row): Stamp;
  /** Brings rows up to date with what the shop keeps beside its products. */
  finish?(rows: readonly Row[]): Promise<readonly Row[]>;
}

/** How requests to a shop are made. */
export interface ShopOptions {
  /** Time for one attempt, to the last byte, in ms. */
  readonly timeoutMs: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** The first pause between attempts, in ms. */
  readonly pauseMs: number;
  readonly signal?: AbortSignal;
}
