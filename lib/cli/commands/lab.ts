import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('lab')
    .description('open the notebooks in JupyterLab or Jupyter Notebook')
    .argument('[args...]', 'arguments for Jupyter, after --')
    .action(async (args: string[]) => {
      const { lab } = await import('../jupyter/lab.js');
      process.exitCode = await lab(args);
    });
}
