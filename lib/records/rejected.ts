/** What tells where something was found. */
interface Places {
  /** Counted as a spreadsheet does: the header is row 1. Of JSON Lines the line; of JSON, and of what was drawn, the place in the list, from 1. */
  readonly row: number;
  /** Id of the product, post or record; '' where it has none. */
  readonly id: string;
  /** Path of the file: absolute, or as a list names it. */
  readonly file: string;
  /** Path or address of a picture as it was given, without password and query. */
  readonly source: string;
  /** Path or address of the image of a post; '' where it has none. */
  readonly image: string;
  /** Name of the column or key; '' where the whole row is meant. */
  readonly field: string;
  /** What the field holds, as in an error message. */
  readonly value: string;
}

/**
 * One thing among many that was set aside: where it was found, and why it cannot be used, with the value that is wrong.
 * @example const row: Rejected<'row' | 'id'> = { row: 3, id: 'p1', reason: 'no title and no description' };
 */
export type Rejected<Place extends keyof Places = 'row'> = Pick<Places, Place> & { readonly reason: string };
