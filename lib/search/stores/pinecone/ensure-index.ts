import { setTimeout as delay } from 'node:timers/promises';
import type { IndexModel, Pinecone } from '@pinecone-database/pinecone';
import { UserError } from '../../../errors/index.js';
import { ServiceError } from '../../../http/index.js';
import { call, service } from './client.js';
import type { PineconeOptions } from './options.js';

const longestWaitMs = 5 * 60_000;

/** The index, or null where Pinecone has none of this name. */
export async function describeIndex(sdk: Pinecone, name: string): Promise<IndexModel | null> {
  try {
    return await call(() => sdk.describeIndex(name));
  } catch (error) {
    if (error instanceof ServiceError && error.fault === 'not found') return null;
    throw error;
  }
}

/**
 * The index, made as a serverless one with cosine similarity where it is missing, once it is ready.
 * @throws {UserError} when an index of this name has another vector length or metric
 */
export async function ensureIndex(
  sdk: Pinecone,
  options: PineconeOptions,
  dim: number,
): Promise<{ host: string; created: boolean }> {
  const { index: name, cloud = 'aws', region = 'us-east-1', pauseMs = 1000 } = options;
  let model = await describeIndex(sdk, name);
  const created = model === null;
  if (!model) {
    const spec = { serverless: { cloud, region } };
    await call(() =>
      sdk.createIndex({ name, dimension: dim, metric: 'cosine', spec, suppressConflicts: true }),
    );
    model = await describeIndex(sdk, name);
  }
  for (const start = Date.now(); !model?.status.ready; model = await describeIndex(sdk, name)) {
    const state = model?.status.state ?? 'missing';
    if (state === 'InitializationFailed' || Date.now() - start > longestWaitMs) {
      throw new ServiceError(
        `Pinecone's index ${name} is not ready (${state}); look at it in Pinecone's console`,
        { service, fault: 'failed' },
      );
    }
    await delay(pauseMs);
  }
  checkFit(model, dim);
  return { host: model.host, created };
}

/** @throws {UserError} unless vectors of this length can be searched by cosine */
export function checkFit({ name, dimension, metric, vectorType }: IndexModel, dim: number): void {
  const found =
    dimension === dim ? metric !== 'cosine' && `the metric ${metric}` : `${dimension ?? 'no'} dimensions`;
  const sparse = vectorType === 'sparse' && 'sparse vectors';
  if (!found && !sparse) return;
  throw new UserError(
    `Pinecone's index ${name} has ${sparse || found}, and the vectors here need ${dim} dimensions and the metric cosine; choose another index name, or delete that one`,
  );
}
