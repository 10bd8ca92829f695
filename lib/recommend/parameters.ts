import { z } from 'zod';
import { ArgumentError, shown } from '../errors/index.js';

/** The parameters of the main notebook, by the names they have there. */
export interface Parameters {
  readonly DATA: string;
  readonly QRELS: string;
  readonly ALPHA: number;
  readonly BETA: number;
  readonly GAMMA: number;
  readonly DELTA: number;
  readonly EVENTS: string;
  readonly TOP_K: number;
  readonly TEXT_MODEL: string;
  readonly IMAGE_MODEL: string;
  readonly TEXT_DTYPE: string;
  readonly IMAGE_DTYPE: string;
  readonly TEXT_BATCH_SIZE: number;
  readonly IMAGE_BATCH_SIZE: number;
  readonly INDEX: string;
  readonly DEVICE: string;
  readonly RANDOM_SEED: number;
}

const weight = z.number('must be a number of at least 0').min(0, 'must be a number of at least 0');
const count = z.int('must be a whole number of at least 1').min(1, 'must be a whole number of at least 1');
const name = z.string().min(1, "must not be empty; 'auto' is the default");

const dtype = z.enum(['fp32', 'int8', 'int8!'], 'must be fp32, int8 or int8!');

const schema: z.ZodType<Parameters> = z
  .object({
    DATA: z.string(),
    QRELS: z.string(),
    ALPHA: weight,
    BETA: weight,
    GAMMA: weight,
    DELTA: weight,
    EVENTS: z.string(),
    TOP_K: count,
    TEXT_MODEL: name,
    IMAGE_MODEL: name,
    TEXT_DTYPE: dtype,
    IMAGE_DTYPE: dtype,
    TEXT_BATCH_SIZE: count,
    IMAGE_BATCH_SIZE: count,
    INDEX: z.enum(['auto', 'exact', 'hnsw'], 'must be auto, exact or hnsw'),
    DEVICE: z.enum(['auto', 'cpu', 'cuda'], 'must be auto, cpu or cuda'),
    RANDOM_SEED: z.int32('must be a whole number between -2147483648 and 2147483647'),
  })
  .refine(({ ALPHA, BETA, GAMMA, DELTA }) => ALPHA + BETA + GAMMA + DELTA > 0, {
    path: ['ALPHA'],
    error: 'and BETA, GAMMA, DELTA must not all be 0: give one of them a weight',
  })
  .refine(({ DATA, DELTA, EVENTS }) => DELTA === 0 || EVENTS !== '' || DATA === '', {
    path: ['DELTA'],
    error:
      'weighs behaviour, which needs EVENTS: name a CSV file with the columns user, product, event, time, or set DELTA to 0',
  });

/**
 * Checks the parameters of the main notebook before anything is computed, and gives them back.
 * @throws {ArgumentError} naming the parameter, its value and what it may be
 */
export function checkParameters(values: Parameters): Parameters {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const at = path[0] as keyof Parameters;
  throw new ArgumentError(`parameter ${at} is ${shown(values[at])}; it ${message}`);
}
