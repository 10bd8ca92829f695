import { type ModelKind, modelStatus } from '../../encode/models/index.js';
import { advice, type Finding, ok } from './finding.js';

const timeouts = { connectMs: 3000, idleMs: 5000 };

/** The default models: on this machine, to be fetched, or out of reach. */
export function checkModels(): Promise<Finding[]> {
  return Promise.all([checkModel('text'), checkModel('image')]);
}

async function checkModel(kind: ModelKind): Promise<Finding> {
  const { name, state, detail } = await modelStatus(kind, 'auto', { timeouts });
  if (state === 'local') return ok(`${kind} model`, `${name} in ${detail}`);
  if (state === 'reachable') return ok(`${kind} model`, `${name} will be fetched once from ${detail}`);
  return advice(`${kind} model`, `${name}: ${detail}. Until then a default without weights is used`);
}
