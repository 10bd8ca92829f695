import { findJupyter, howToGetJupyter } from '../jupyter/find.js';
import { installedKernel } from '../jupyter/kernelspec.js';
import { advice, type Finding, ok } from './finding.js';

/** Jupyter, which `vitrine lab` opens, and the kernel as VS Code finds it. */
export async function checkJupyter(): Promise<Finding[]> {
  const jupyter = findJupyter();
  const kernel = await installedKernel();
  return [
    jupyter
      ? ok('jupyter', `${jupyter.title} ${jupyter.version}`)
      : advice('jupyter', `not there, only vitrine lab needs it; get it with: ${howToGetJupyter()}`),
    kernel?.current
      ? ok('kernelspec', `registered for VS Code in ${kernel.folder}`)
      : kernel
        ? advice(
            'kernelspec',
            `${kernel.folder} is of another project or program; for VS Code run: npx vitrine kernel install`,
          )
        : advice('kernelspec', 'not registered, only VS Code needs it: npx vitrine kernel install'),
  ];
}
