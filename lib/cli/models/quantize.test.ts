import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeTinyTextModel } from '../../testing/tiny-text-model.js';
import { createProgram } from '../program.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'cli-models-'));
  vi.stubEnv('VITRINE_ROOT', root);
  await writeTinyTextModel(path.join(root, 'tiny'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await createProgram().parseAsync(['node', 'vitrine', 'models', 'quantize', ...args]);
  return log.mock.calls.map(([line]) => line).join('\n');
}

describe('vitrine models quantize', () => {
  it('prints sizes, cosines, what becomes of rankings, and speeds', async () => {
    const texts = path.join(root, 'texts.txt');
    await writeFile(texts, 'black chair\noak table\r\n\nleather lamp\n');
    const printed = await run('tiny', '--texts', texts);
    expect(printed).toMatch(/^tiny\n {2}size {6}\d+\.\d MB → \d+\.\d MB\n/);
    expect(printed).toMatch(/cosine {4}\d\.\d{4} mean, \d\.\d{4} 5th percentile, of 3 items/);
    expect(printed).toMatch(
      /ranking {3}nDCG@10 1\.0000 → \d\.\d{4} \([+−]\d\.\d{4}\) by the ten nearest of fp32, 3 items/,
    );
    expect(printed).toMatch(/speed {5}\d+ → \d+ texts\/s/);
    expect(printed).toContain(path.join(root, 'checkpoints', 'models', 'quantized'));
  });

  it('names what is missing', async () => {
    await expect(run('tiny')).rejects.toThrow('--texts');
    await expect(run('tiny', '--texts', path.join(root, 'nowhere.txt'))).rejects.toThrow(
      'nowhere.txt" cannot be read',
    );
    await expect(run('tiny', '--kind', 'sound')).rejects.toThrow('--kind "sound": choose text or image');
    await expect(run('tiny', '--kind', 'image')).rejects.toThrow('--photos');
    await mkdir(path.join(root, 'empty'));
    await expect(run('tiny', '--kind', 'image', '--photos', path.join(root, 'empty'))).rejects.toThrow(
      'holds no photos',
    );
  });
});
