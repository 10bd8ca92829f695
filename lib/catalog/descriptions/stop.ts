/** Why asking ended before every product had been asked for. */
export interface Stop {
  readonly why: 'products' | 'cost' | 'service' | 'answers' | 'disk' | 'aborted';
  /** One line: what happened, and what to do. */
  readonly message: string;
}
