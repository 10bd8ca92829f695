import { spawnSync } from 'node:child_process';

/** A Jupyter program that can show notebooks. */
export interface Jupyter {
  readonly command: string;
  readonly args: readonly string[];
  readonly title: string;
}

const candidates: readonly Jupyter[] = [
  { command: 'jupyter-lab', args: [], title: 'JupyterLab' },
  { command: 'jupyter', args: ['lab'], title: 'JupyterLab' },
  { command: 'jupyter-notebook', args: [], title: 'Jupyter Notebook' },
  { command: 'jupyter', args: ['notebook'], title: 'Jupyter Notebook' },
];

/** The first of JupyterLab and Jupyter Notebook that answers, with its version. */
export function findJupyter(): (Jupyter & { version: string }) | undefined {
  for (const candidate of candidates) {
    const { status, stdout } = spawnSync(candidate.command, [...candidate.args, '--version'], {
      encoding: 'utf8',
      timeout: 20_000,
      windowsHide: true,
    });
    if (status === 0) return { ...candidate, version: stdout.trim() };
  }
  return undefined;
}

/** How to get Jupyter on this kind of machine. */
export function howToGetJupyter(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return 'brew install jupyterlab';
  if (platform === 'win32') {
    return 'winget install Python.Python.3.12, then in a new terminal: py -m pip install jupyterlab';
  }
  return 'sudo apt install jupyter-notebook, or: pipx install jupyterlab';
}
