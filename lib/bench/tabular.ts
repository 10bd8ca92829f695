import { r2 } from '../evaluate/index.js';
import {
  gradientBoosting,
  type Learner,
  randomForest,
  type TrainingData,
  xgboost,
} from '../tabular/index.js';
import { createRandom } from '../vectors/index.js';
import { timePeers } from './peers.js';
import { report } from './rows.js';

const trainRows = 1500;
const testRows = 500;
const features = 25;
const repeats = 3;

/** Fits as the Python peers do: 25 uniform features, four of which matter, and uniform noise. */
export async function benchTabular(): Promise<void> {
  console.log(`tabular, ${trainRows} × ${features}`);
  const random = createRandom(7);
  const [train, test] = [table(trainRows), table(testRows)];
  const peers = timePeers('tabular');
  const rows: [string, Learner, string][] = [
    ['random forest, 100 trees, depth 12', randomForest(), 'sklearn RandomForest'],
    ['gradient boosting, 200 trees, depth 3', gradientBoosting(), 'sklearn GradientBoosting'],
    ['XGBoost, 200 trees, depth 6', xgboost(), 'XGBoost'],
  ];
  for (const [what, learner, name] of rows) {
    const peer = peers.find((figure) => figure.peer.startsWith(name));
    const { perSecond, score } = await fitRate(learner);
    report({
      what,
      value: perSecond,
      unit: 'fits/s',
      ...(peer && { peer: { name: peer.peer, value: 1 / peer.value } }),
      goal: { ratio: 0.5 },
    });
    report({
      what: 'the same, R² on 500 other rows',
      value: score,
      unit: '',
      ...(peer?.r2 && { peer: { name: peer.peer, value: peer.r2 }, goal: { atLeast: peer.r2 - 0.01 } }),
    });
  }

  async function fitRate(learner: Learner): Promise<{ perSecond: number; score: number }> {
    let best = Infinity;
    let score = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const started = performance.now();
      const model = await learner.fit(train);
      best = Math.min(best, performance.now() - started);
      score = r2(test.target, model.predict(test.features));
    }
    return { perSecond: 1000 / best, score };
  }

  function table(rows: number): TrainingData {
    const columns = Array.from({ length: features }, () => new Float64Array(rows));
    const target = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      for (const column of columns) column[i] = random.uniform();
      const [a, b, c, d] = columns;
      target[i] = 50 * a[i] + 20 * b[i] * c[i] + 10 * Math.sin(6 * d[i]) + 5 * random.uniform();
    }
    return { features: { names: columns.map((_, j) => `x${j}`), columns }, target };
  }
}
