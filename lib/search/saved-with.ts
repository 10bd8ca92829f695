/** What an index belongs to; kept beside it and checked when it is opened. */
export interface SavedWith {
  /** One id a row. */
  readonly ids: readonly string[];
  /** `id` of each encoder that made the vectors. */
  readonly encoders: readonly string[];
  /** The file that holds the vectors; combined_embeddings.npy. */
  readonly vectorsFile?: string;
}
