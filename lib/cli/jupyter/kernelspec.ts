import { readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../errors/index.js';
import { kernelProgram } from '../../notebook/run/index.js';
import { writeJson } from '../../store/index.js';
import { packageRoot } from '../../store/package/index.js';

/** The name by which notebooks ask for the kernel. */
const name = 'tslab';

/** The registration of this project's kernel, as Jupyter reads it from `kernel.json`. */
function kernelspec() {
  return {
    argv: [process.execPath, kernelProgram(), '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    interrupt_mode: 'signal',
    metadata: { vitrine: packageRoot() },
  };
}

/** Registers the kernel in a Jupyter data folder (`<folder>/kernels/tslab/kernel.json`). */
export async function registerKernel(folder: string): Promise<string> {
  const file = path.join(folder, 'kernels', name, 'kernel.json');
  await writeJson(file, kernelspec());
  return file;
}

/** Registers the kernel for the user, or below a prefix; returns the folder of the registration. */
export async function installKernel(options: { prefix?: string; replace?: boolean } = {}): Promise<string> {
  const data = dataFolder(options.prefix);
  const folder = path.join(data, 'kernels', name);
  if (!options.replace && (await ownerOf(folder)) === 'other') {
    throw new UserError(
      `${folder} holds a tslab kernel that vitrine did not register; to replace it add --replace`,
    );
  }
  await registerKernel(data);
  return folder;
}

/** Takes `installKernel` back. */
export async function uninstallKernel(options: { prefix?: string } = {}) {
  const folder = path.join(dataFolder(options.prefix), 'kernels', name);
  const owner = await ownerOf(folder);
  if (owner === 'other') {
    throw new UserError(
      `${folder} was not registered by vitrine; remove it with: jupyter kernelspec remove tslab`,
    );
  }
  if (owner === 'vitrine') await rm(folder, { recursive: true });
  return { removed: owner === 'vitrine', folder };
}

/** Whether a kernel is registered for the user, and whether it is the one of this project. */
export async function installedKernel(): Promise<{ folder: string; current: boolean } | undefined> {
  const folder = path.join(dataFolder(), 'kernels', name);
  const text = await readFile(path.join(folder, 'kernel.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return { folder, current: text === `${JSON.stringify(kernelspec(), null, 2)}\n` };
}

async function ownerOf(folder: string): Promise<'vitrine' | 'other' | 'nobody'> {
  const text = await readFile(path.join(folder, 'kernel.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return 'nobody';
  try {
    return JSON.parse(text).metadata?.vitrine ? 'vitrine' : 'other';
  } catch {
    return 'other';
  }
}

/** The folder where Jupyter looks for a user's kernels, or the one below a prefix. */
function dataFolder(prefix?: string): string {
  if (prefix) return path.resolve(prefix, 'share', 'jupyter');
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === 'win32')
    return path.join(APPDATA ?? path.join(homedir(), 'AppData', 'Roaming'), 'jupyter');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Jupyter');
  return path.join(XDG_DATA_HOME || path.join(homedir(), '.local', 'share'), 'jupyter');
}
