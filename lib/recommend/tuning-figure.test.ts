import { expect, test } from 'vitest';
import { tuneWeights } from '../hybrid/index.js';
import { plotPng } from '../plot/index.js';
import { createRandom, fromRows } from '../vectors/index.js';
import { tuningFigure } from './index.js';

test('the curve with its band, and both weights marked', async () => {
  const random = createRandom(3);
  const ids = Array.from({ length: 24 }, (_, i) => `p${i}`);
  const noise = () => fromRows(ids.map(() => [random.normal(), random.normal(), random.normal()]));
  const text = fromRows(ids.map((_, i) => [i % 4 === 0 ? 1 : 0, i % 4 === 1 ? 1 : 0, i % 4 === 2 ? 1 : 0.1]));
  const qrels = new Map(
    ids.map((id, i) => [
      id,
      new Map(ids.filter((_, j) => j !== i && j % 4 === i % 4).map((other) => [other, 1])),
    ]),
  );
  const parts = [
    { name: 'text', vectors: text, weight: 0.1 },
    { name: 'image', vectors: noise(), weight: 0.9 },
  ];
  const tuned = await tuneWeights({ parts, ids, qrels, samples: 50 });
  const figure = tuningFigure(tuned);
  expect(figure.data.map(({ mode, fill }) => fill ?? mode)).toEqual(['toself', 'lines+markers']);
  const marks = JSON.stringify(figure.layout);
  expect(marks).toContain('in use 0.1');
  expect(marks).toContain(`chosen ${tuned.weights.text}`);
  expect((await plotPng(figure)).byteLength).toBeGreaterThan(5000);
  const three = await tuneWeights({
    ...{ ids, qrels, samples: 50, step: 0.25 },
    parts: [...parts, { name: 'category', vectors: text, weight: 0 }],
  });
  expect(tuningFigure(three).data).toHaveLength(6);
});
