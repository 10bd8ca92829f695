import type { z } from 'zod';
import type { Dialect } from '../http/index.js';

/** A request of a collection, answered by the service or, when it was answered before, by the file that was kept. */
export interface Session {
  /** Account, page, organisation or project to collect from. */
  readonly account: string;
  readonly since: Date;
  /**
   * The answer to a request, checked.
   * @param name what its file is called; one name, one request
   * @throws {ServiceError}
   */
  get<T>(name: string, path: string, schema: z.ZodType<T>): Promise<T>;
  /** `get`, or null where the service rejects the request: no numbers for this post, say. */
  tryGet<T>(name: string, path: string, schema: z.ZodType<T>): Promise<T | null>;
  /** Whether the Link header of an answer names a further page. */
  hasNext(name: string): Promise<boolean>;
}

/** A record as a row of the file that the readers take, snake case. */
export type Row = Readonly<Record<string, unknown>>;

export interface Page {
  readonly rows: readonly Row[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** How one service is collected from. */
export interface Source {
  readonly kind: 'posts' | 'ab tests';
  readonly dialect: Dialect;
  readonly tokenVariable: string;
  /** Names the account; null where the token alone does. */
  readonly accountVariable: string | null;
  readonly baseUrl: string;
  /** Where the first page begins. */
  readonly first: string;
  /** One page of records with all that belongs to them; `name` begins the names of its files. */
  page(session: Session, cursor: string, name: string): Promise<Page>;
}
