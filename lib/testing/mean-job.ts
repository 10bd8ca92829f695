import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelRegistry, type RetrainJob, retrain } from '../monitor/index.js';

export { ModelRegistry, retrain };

/**
 * A job whose model is a number, and whose held-out rows are the numbers 0 to 39 about 10: the nearer, the better. The mean
 * that a first model has to beat is 20.
 * Each function notes in `calls.txt` that it began and that it ended.
 * @param more.stopAt one of these notes, after which nothing goes on: the process waits to be killed
 */
export function meanJob(
  root: string,
  model: number,
  more: Partial<RetrainJob> & { stopAt?: string } = {},
): RetrainJob {
  const { stopAt, ...rest } = more;
  const note = async (name: string) => {
    await appendFile(path.join(root, 'calls.txt'), `${name}\n`);
    if (name === stopAt) await new Promise((done) => setTimeout(done, 60_000));
  };
  const noted = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    await note(name);
    const result = await work();
    await note(`${name} done`);
    return result;
  };
  return {
    name: 'mean',
    registry: new ModelRegistry(path.join(root, 'registry')),
    source: { name: 'forty numbers', invented: false },
    folder: path.join(root, 'runs'),
    collect: (_window, folder) =>
      noted('collect', async () => {
        await writeFile(
          path.join(folder, 'rows.json'),
          JSON.stringify(Array.from({ length: 40 }, (_, i) => 10 + (i % 5) - 2)),
        );
        return { rows: 40, dataHash: 'forty' };
      }),
    validate: () => noted('validate', async () => []),
    train: (_data, folder) =>
      noted('train', async () => {
        await mkdir(folder);
        await writeFile(path.join(folder, 'model.json'), JSON.stringify(model));
        return { metrics: { model }, parameters: {} };
      }),
    heldOutLosses: (modelFolder, data) =>
      noted('losses', async () =>
        lossesOf(JSON.parse(await readFile(path.join(modelFolder, 'model.json'), 'utf8')), data),
      ),
    meanLosses: (_modelFolder, data) => lossesOf(20, data),
    ...rest,
  };
}

async function lossesOf(guess: number, data: string) {
  const rows: number[] = JSON.parse(await readFile(path.join(data, 'rows.json'), 'utf8'));
  return { losses: rows.map((row) => Math.abs(row - guess)) };
}
