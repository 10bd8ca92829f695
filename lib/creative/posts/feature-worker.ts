import { readFile } from 'node:fs/promises';
import { answerCalls } from '../../threads/index.js';
import { visualFeatures } from '../features/extract.js';
import { visualFeatureNames } from '../features/feature-list.js';

// A thread of `extractFeatures`.
answerCalls({
  features: async (path: string) => {
    const found = (await visualFeatures(await readFile(path), path)) as Readonly<Record<string, number>>;
    return { value: Float32Array.from(visualFeatureNames, (name) => found[name]) };
  },
});
