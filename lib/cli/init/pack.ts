import { spawnSync } from 'node:child_process';
import { UserError } from '../../errors/index.js';
import { packageRoot } from '../../store/package/index.js';

/**
 * Packs this package into a folder, for npm to install from there; the name of the file.
 * @throws {UserError} where npm cannot
 */
export function packInto(folder: string): string {
  const args = ['pack', packageRoot(), '--ignore-scripts', '--json', '--pack-destination', folder];
  // npm tells the programs that it starts where it is; elsewhere it is a program of the path, on Windows a script.
  const cli = process.env.npm_execpath;
  const { status, stdout, stderr, error } = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' })
    : spawnSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0)
    throw new UserError(
      `npm pack failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}; init needs npm, which comes with Node`,
    );
  return JSON.parse(stdout)[0].filename;
}
