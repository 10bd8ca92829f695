import { z } from 'zod';
import { languages } from '../language/index.js';
import { parseParameters } from '../records/index.js';

const weight = z.number('must be a number of at least 0').min(0, 'must be a number of at least 0');
const count = z.int('must be a whole number of at least 1').min(1, 'must be a whole number of at least 1');
const text = z.string('must be a text');
const name = text.min(1, "must not be empty; 'auto' is the default");
const isLanguage = (value: string) => value === 'auto' || (languages as readonly string[]).includes(value);
const dtype = z.enum(['fp32', 'int8', 'int8!'], 'must be fp32, int8 or int8!');

/** The parameters of the main notebook and of the job, by the names they have there. */
export const parametersSchema = z
  .strictObject({
    DATA: text
      .default('')
      .describe("catalogue: a file, or postgres://…?table=…, shopify://…, woocommerce://…; '' is the sample"),
    COLUMNS: text
      .default('')
      .describe("headers of DATA where they are not recognised: 'id=sku,title=name'; '' finds them"),
    PHOTOS: text
      .default('')
      .describe("folders that photos are taken from, with commas; '' is DATA's own and the project's"),
    ALLOW_ADDRESSES: text
      .default('')
      .describe("of image servers inside a company: '10.1.0.0/16'; '' is public addresses only"),
    IMAGES: z
      .enum(['first', 'mean'], 'must be first or mean')
      .default('first')
      .describe("'mean': a product's photo vector is the mean of up to five photos"),
    LANGUAGE: text
      .refine(isLanguage, `must be 'auto' or the code of a language: ${languages.join(', ')}`)
      .default('auto')
      .describe("of the texts: 'en', 'de', 'ja' …; 'auto' finds it in titles and descriptions"),
    QRELS: text.default('').describe("relevance judgments, TREC or CSV; '' is what the data offers"),
    ALPHA: weight.default(0.7).describe('weight of the text'),
    BETA: weight.default(0.3).describe('weight of the photo'),
    GAMMA: weight.default(0).describe('weight of the category'),
    DELTA: weight.default(0).describe('weight of behaviour: what shoppers view and buy together'),
    EVENTS: text
      .default('')
      .describe("shoppers' events for DELTA, CSV user,product,event,time; '' is made up for the sample"),
    TOP_K: count.default(5).describe('results that the notebook shows for a query'),
    TEXT_MODEL: name
      .default('auto')
      .describe(
        "a name, a folder, or 'auto': MiniLM where it can be had, its multilingual form where LANGUAGE is not English",
      ),
    IMAGE_MODEL: name
      .default('auto')
      .describe("a name, an .onnx file, or 'auto': ResNet50 where it can be had"),
    TEXT_DTYPE: dtype
      .default('fp32')
      .describe("'int8': twice as fast, unless the vectors suffer; 'int8!': in any case"),
    IMAGE_DTYPE: dtype.default('fp32').describe('the same for photos'),
    TEXT_BATCH_SIZE: count.default(32).describe('texts encoded at once'),
    IMAGE_BATCH_SIZE: count.default(16).describe('photos encoded at once'),
    INDEX: z
      .enum(['auto', 'exact', 'hnsw'], 'must be auto, exact or hnsw')
      .default('auto')
      .describe("'auto': by size"),
    DEVICE: z
      .enum(['auto', 'cpu', 'cuda'], 'must be auto, cpu or cuda')
      .default('auto')
      .describe("'auto': CUDA where it is installed"),
    RANDOM_SEED: z
      .int32('must be a whole number between -2147483648 and 2147483647')
      .default(42)
      .describe('of everything that is left to chance'),
  })
  .refine(({ ALPHA, BETA, GAMMA, DELTA }) => ALPHA + BETA + GAMMA + DELTA > 0, {
    path: ['ALPHA'],
    error: 'and BETA, GAMMA, DELTA must not all be 0: give one of them a weight',
  })
  .refine(({ DATA, DELTA, EVENTS }) => DELTA === 0 || EVENTS !== '' || DATA === '', {
    path: ['DELTA'],
    error:
      'weighs behaviour, which needs EVENTS: name a CSV file with the columns user, product, event, time, or set DELTA to 0',
  })
  .describe('vectors, index and metrics of a product catalogue, for search and recommendations');

export type Parameters = z.infer<typeof parametersSchema>;

/**
 * Checks the parameters of the main notebook before anything is computed, and gives them back.
 * @throws {ArgumentError} naming the parameter, its value and what it may be
 * @example checkParameters({ ...defaults, TOP_K: 0 }) // ArgumentError: parameter TOP_K is 0; it must be …
 */
export function checkParameters(values: Parameters): Parameters {
  return parseParameters(parametersSchema, values);
}

/** Further photos of a product that `IMAGES='mean'` takes. */
const furtherPhotos = 4;

/**
 * What the parameters say of photos, as options of `loadPhotos`.
 * @example photoOptions({ PHOTOS: 'data/photos', ALLOW_ADDRESSES: '', IMAGES: 'mean' }).further // 4
 */
export function photoOptions({
  PHOTOS,
  ALLOW_ADDRESSES,
  IMAGES,
}: Pick<Parameters, 'PHOTOS' | 'ALLOW_ADDRESSES' | 'IMAGES'>) {
  const listed = (value: string) => value.split(',').flatMap((part) => part.trim() || []);
  return {
    folders: listed(PHOTOS),
    allowAddresses: listed(ALLOW_ADDRESSES),
    further: IMAGES === 'mean' ? furtherPhotos : 0,
  };
}
