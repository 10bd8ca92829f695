import type { RankingChange } from '../encode/quantized/index.js';
import type { Language } from '../language/index.js';
import type { Rejected } from '../records/index.js';

/** What config.json records of an encoder. */
export interface EncoderRecord {
  /** What the parameter said. */
  readonly asked: string;
  /** What loads this encoder again; 'lsa' or 'descriptors' for those that need no weights. */
  readonly model: string;
  readonly id: string;
  readonly name: string;
  readonly dim: number;
  /** What it computes with. */
  readonly dtype: 'fp32' | 'int8';
  /** SHA-256 of the ONNX file; null for the encoders that need no weights. */
  readonly sha256: string | null;
  /** Source, revision, device. */
  readonly details: string;
  /** Why an encoder without weights stands in for the model, and the way out; null where none does. */
  readonly fallbackReason: string | null;
  /** How near int8 vectors are to those of fp32, where int8 was asked for. */
  readonly quantization: {
    readonly meanCosine: number | null;
    readonly p5Cosine: number | null;
    /** nDCG@10 of both; null where nothing was compared, and in runs of versions that did not measure it. */
    readonly ranking: RankingChange | null;
    readonly reason: string | null;
  } | null;
}

/** What config.json records of shoppers' events. */
export interface EventsRecord {
  readonly path: string;
  readonly sha256: string;
  /** Usable events, and the shoppers they are of. */
  readonly events: number;
  readonly users: number;
  /** Products of the catalogue that no event says anything about. */
  readonly untouched: number;
  /** Products that events name and the catalogue lacks. */
  readonly unknownProducts: number;
  /** Rows that gave no event. */
  readonly setAside: number;
}

/** What config.json records of a run: with what it was made, and what was left out. */
export interface RunConfig {
  readonly format: 1;
  readonly job: 'product-recommendations';
  readonly run: string;
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
  readonly catalog: {
    readonly path: string;
    readonly sha256: string;
    readonly products: number;
    /** How the columns were found; undefined in runs of versions that read only the project's own. */
    readonly reading?: string;
    /** The language that keywords are read in; 'en' in runs of versions that read no other. */
    readonly language: Language;
    readonly counts?: Readonly<Record<'rows' | 'rejected' | 'duplicates' | 'warnings' | 'variants', number>>;
    /** Rows that gave no product, duplicates included; the first thousand. */
    readonly setAside: readonly Rejected<'row' | 'id'>[];
    /** What could not be understood in rows that were used: a price "call us". */
    readonly warnings: readonly Rejected<'row' | 'id'>[];
    /** Ids of products without any usable part: never recommended. */
    readonly unusable: readonly string[];
  };
  readonly photos: {
    readonly found: number;
    /** Photos that could not be fetched or decoded. */
    readonly failed: readonly Rejected<'id' | 'source'>[];
  };
  readonly text: EncoderRecord;
  readonly image: EncoderRecord;
  /** What behaviour was learned from; null where it has no weight. */
  readonly events: EventsRecord | null;
  /** α and β, and γ and δ where they are above 0, of a total of 1, by part in the order of the columns. */
  readonly weights: Readonly<Record<string, number>>;
  readonly index: { readonly kind: 'exact' | 'hnsw'; readonly reason: string };
  /** Whose judgments the figures rest on. */
  readonly relevance: string;
  readonly versions: Readonly<Record<string, string>>;
}
