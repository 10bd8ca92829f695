/** What a thread is asked. */
export interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

/** What it answers: a value, or why there is none. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** The numbers that both sides see, as an Int32Array over shared memory. */
export const channelState = {
  /** 1 while a call is being answered. */
  busy: 0,
  /** 1 from when the process ends: no further call is begun. */
  ending: 1,
} as const;
