/** Which index at Pinecone, in which namespace, under which key. */
export interface PineconeOptions {
  /** Name of the index: lower-case letters, digits and hyphens, 45 at most. */
  readonly index: string;
  /** A part of the index that is searched by itself. Default `__default__`. */
  readonly namespace?: string;
  /** Cloud in which a new index is made. Default aws. */
  readonly cloud?: 'aws' | 'gcp' | 'azure';
  /** Region of the cloud in which a new index is made. Default us-east-1. */
  readonly region?: string;
  /** Address of the control plane. Default PINECONE_CONTROLLER_HOST, else Pinecone's own. */
  readonly controllerHost?: string;
  /** Longest time for one attempt at one request, in ms. Default 20,000. */
  readonly timeoutMs?: number;
  /** Attempts after the first, for 429, 5xx and broken connections. Default 4. */
  readonly retries?: number;
  /** The first pause between attempts, and between looks at an index that is being made, in ms. Default 500. */
  readonly pauseMs?: number;
}
