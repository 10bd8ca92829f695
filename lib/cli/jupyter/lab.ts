import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { UserError } from '../../errors/index.js';
import { projectRoot } from '../../store/index.js';
import { findJupyter, howToGetJupyter } from './find.js';
import { registerKernel } from './kernelspec.js';

/**
 * Registers the kernel for this project only, in `.jupyter/`, and opens `notebooks/` in JupyterLab, else in Jupyter
 * Notebook. Returns Jupyter's exit code.
 */
export async function lab(args: readonly string[]): Promise<number> {
  const root = projectRoot();
  const data = path.join(root, '.jupyter');
  await registerKernel(data);
  const jupyter = findJupyter();
  if (!jupyter) {
    throw new UserError(
      `Jupyter is not installed. Get it with: ${howToGetJupyter()}. Without it: npx vitrine run, or VS Code after npx vitrine kernel install`,
    );
  }
  const paths = [data, process.env.JUPYTER_PATH].filter(Boolean).join(path.delimiter);
  const child = spawn(jupyter.command, [...jupyter.args, ...args, path.join(root, 'notebooks')], {
    cwd: root,
    env: { ...process.env, JUPYTER_PATH: paths },
    stdio: 'inherit',
  });
  // Ctrl-C is Jupyter's to answer: it asks before it stops.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
