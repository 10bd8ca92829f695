import type { Rejected } from '../records/index.js';
import type { AdAttributes, RuleResult } from '../samples/ads/index.js';

/** An ad with its labels. */
export interface Ad {
  /** Absolute path of the image. */
  readonly path: string;
  /** As the labels name it: relative to the folder. */
  readonly file: string;
  /** Score of its quality, in [0, 100]. */
  readonly quality: number;
  readonly compliant: boolean;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** Upright, pixels. */
  readonly width: number;
  readonly height: number;
  /** The rules that it breaks, none of them twice; left out where only `compliant` is known. */
  readonly broken?: readonly string[];
  /** What each compliance rule found, of generated ads. */
  readonly rules?: readonly RuleResult[];
  /** What the score was made from, of generated ads. */
  readonly attributes?: AdAttributes;
}

/** What was read. */
export interface AdSet {
  readonly ads: readonly Ad[];
  /** The rules that labels name, or of generated ads all; empty where they only tell pass from fail. */
  readonly rules: readonly string[];
  /** Labelled images that are not used. */
  readonly setAside: readonly Rejected<'row' | 'file'>[];
  /** Images with the same bytes as an earlier one; a split keeps them together. */
  readonly duplicates: readonly { readonly file: string; readonly sameAs: string }[];
  /** Images that are used, after a change: transparency put on white, grey, CMYK, turned. */
  readonly converted: readonly { readonly file: string; readonly changes: readonly string[] }[];
  /** SHA-256 over every ad's content and labels, for the metadata of a model. */
  readonly hash: string;
}
