import { z } from 'zod';
import type { TreeEnsemble } from './ensemble.js';

const whole = z.array(z.int());
const numbers = z.array(z.number());

/** Trees as JSON: plain arrays of one number a node. */
export const treesSchema = z.object({
  base: z.number(),
  starts: whole,
  feature: whole,
  threshold: numbers,
  left: whole,
  right: whole,
  missingLeft: z.array(z.union([z.literal(0), z.literal(1)])),
  value: numbers,
  cover: numbers,
});

export function treesToJson(trees: TreeEnsemble): z.infer<typeof treesSchema> {
  return {
    base: trees.base,
    starts: [...trees.starts],
    feature: [...trees.feature],
    threshold: [...trees.threshold],
    left: [...trees.left],
    right: [...trees.right],
    missingLeft: [...trees.missingLeft] as (0 | 1)[],
    value: [...trees.value],
    cover: [...trees.cover],
  };
}

/** Trees from JSON. @throws {Error} that says what is wrong with them, so that walking them always ends at a leaf */
export function treesFromJson(json: z.infer<typeof treesSchema>, features: number): TreeEnsemble {
  const trees: TreeEnsemble = {
    base: json.base,
    starts: Int32Array.from(json.starts),
    feature: Int32Array.from(json.feature),
    threshold: Float64Array.from(json.threshold),
    left: Int32Array.from(json.left),
    right: Int32Array.from(json.right),
    missingLeft: Uint8Array.from(json.missingLeft),
    value: Float64Array.from(json.value),
    cover: Float64Array.from(json.cover),
  };
  assertTrees(trees, features);
  return trees;
}

/** Children after their parent, within its tree, each with one parent: no cycles, no way out of the tree. */
function assertTrees(trees: TreeEnsemble, features: number): void {
  const { starts, feature, threshold, left, right, missingLeft, value, cover } = trees;
  const nodes = feature.length;
  for (const part of [threshold, left, right, missingLeft, value, cover]) {
    if (part.length !== nodes)
      throw new Error(`its trees have ${nodes} features and ${part.length} numbers beside`);
  }
  if (starts.length < 2 || starts[0] !== 0 || starts[starts.length - 1] !== nodes) {
    throw new Error('its trees do not span its nodes');
  }
  const parents = new Uint8Array(nodes);
  for (let t = 0; t + 1 < starts.length; t++) {
    const [from, to] = [starts[t], starts[t + 1]];
    if (to <= from) throw new Error(`tree ${t} has no nodes`);
    for (let node = from; node < to; node++) {
      if (node > from && parents[node] === 0) throw new Error(`node ${node} of tree ${t} has no parent`);
      if (feature[node] === -1) continue;
      if (feature[node] < 0 || feature[node] >= features) {
        throw new Error(`node ${node} of tree ${t} asks feature ${feature[node]} of ${features}`);
      }
      for (const child of [left[node], right[node]]) {
        if (child <= node || child >= to || parents[child]++ > 0) {
          throw new Error(`node ${node} of tree ${t} has ${child} as a child`);
        }
        if (!(cover[child] > 0)) throw new Error(`node ${child} of tree ${t} has a cover of ${cover[child]}`);
      }
    }
  }
}
