import type { ImageEncoder } from '../../encode/index.js';
import type { LayersModel } from '../../train/index.js';

/** What turns a photo into the numbers that a head tells products by. */
export interface Backbone {
  readonly encoder: ImageEncoder;
  /** For people: which network, from where. */
  readonly details: string;
  /** Why it is not the one that was wanted, and the way out; null where it is. */
  readonly fallbackReason: string | null;
  /** The network as a TensorFlow.js Layers model, pixels [n, height, width, 3] in 0…255 to features, for pages; null where it is none. */
  readonly layers: LayersModel | null;
  close(): Promise<void>;
}
