/** Who did what with which product: event e is `users[user[e]]` and `products[product[e]]`. */
export interface BehaviorEvents {
  /** Distinct users, as they come. */
  readonly users: readonly string[];
  /** Number into `users`, one an event. */
  readonly user: Int32Array;
  /** Row of the product in the catalogue, one an event. */
  readonly product: Int32Array;
  /** Above 0, one an event. */
  readonly weight: Float32Array;
  /** Milliseconds since 1970, one an event; NaN where the file gives none. */
  readonly time: Float64Array;
  /** Usable events of each kind. */
  readonly kinds: Readonly<Record<string, number>>;
}
