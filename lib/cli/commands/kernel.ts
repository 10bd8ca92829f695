import type { Command } from 'commander';

export function register(program: Command): void {
  const kernel = program
    .command('kernel')
    .description('the TypeScript kernel of VS Code and other Jupyter programs');
  kernel
    .command('install')
    .description('register the kernel of this project for your user')
    .option('--prefix <dir>', 'register it below this folder instead, in share/jupyter/kernels')
    .option('--replace', 'replace a tslab kernel that something else registered there')
    .action(async ({ prefix, replace }) => {
      const { installKernel } = await import('../jupyter/kernelspec.js');
      console.log(
        `The kernel "TypeScript" (tslab) is registered in ${await installKernel({ prefix, replace })}`,
      );
    });
  kernel
    .command('uninstall')
    .description('take that registration back')
    .option('--prefix <dir>', 'the folder it was registered below')
    .action(async ({ prefix }) => {
      const { uninstallKernel } = await import('../jupyter/kernelspec.js');
      const { removed, folder } = await uninstallKernel({ prefix });
      console.log(removed ? `Removed ${folder}` : `Nothing is registered in ${folder}`);
    });
}
