import { UserError } from '../../errors/index.js';
import { TreeBuilder } from '../trees/builder.js';
import type { TreeEnsemble } from '../trees/ensemble.js';

const learnerBytes = 136;
const boosterBytes = 160;
const treeBytes = 148;
const nodeBytes = 20;
const statisticsBytes = 16;

/** How a target was standardised: (y − mean) / scale. */
export interface TargetScale {
  readonly mean: number;
  readonly scale: number;
}

/**
 * Trees from the binary model of XGBoost 0.7 to 1.0 with booster gbtree and one output: learner parameters, the names of
 * objective and booster, then each tree's nodes (parent, left, right, feature with the default direction in its top bit,
 * threshold or leaf value) and statistics (gain, sum of hessians, …). Little-endian; src/tree and src/gbm of its sources.
 * @param target what its target was standardised by, undone in the trees that come out
 * @throws {UserError} where a leaf or the base is not finite
 */
export function treesOfXgboost(bytes: Uint8Array, target: TargetScale): TreeEnsemble {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const baseScore = view.getFloat32(0, true);
  let at = learnerBytes;
  for (let name = 0; name < 2; name++) at += 8 + Number(view.getBigUint64(at, true));
  const trees = view.getInt32(at, true);
  at += boosterBytes;
  const builder = new TreeBuilder();
  for (let t = 0; t < trees; t++) {
    const nodes = view.getInt32(at + 4, true);
    at += treeBytes;
    addTree(builder, view, at, at + nodes * nodeBytes);
    at += nodes * (nodeBytes + statisticsBytes);
  }
  const ensemble = builder.build({ base: target.mean + target.scale * baseScore, scale: target.scale });
  if (![ensemble.base, ...ensemble.value].every(Number.isFinite)) {
    throw new UserError('its trees give numbers that are not finite');
  }
  return ensemble;
}

function addTree(builder: TreeBuilder, view: DataView, nodesAt: number, statisticsAt: number): void {
  builder.begin();
  const add = (source: number): number => {
    const from = nodesAt + source * nodeBytes;
    const number = view.getFloat32(from + 16, true);
    const node = builder.leaf(number, view.getFloat32(statisticsAt + source * statisticsBytes + 4, true));
    const left = view.getInt32(from + 4, true);
    if (left === -1) return node;
    const question = view.getUint32(from + 12, true);
    builder.split(node, question & 0x7fffffff, below(number), question >>> 31 === 1);
    builder.left[node] = add(left);
    builder.right[node] = add(view.getInt32(from + 8, true));
    return node;
  };
  add(0);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next smaller float32: XGBoost sends x < t to the left, our trees x ≤ t. */
export function below(t: number): number {
  float[0] = t;
  if (float[0] === 0) return -1.401298464324817e-45;
  bits[0] += float[0] > 0 ? -1 : 1;
  return float[0];
}
