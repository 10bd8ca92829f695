import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('init')
    .description('lay out a project of your own: notebooks, data, settings')
    .argument('[folder]', 'a new or empty folder', '.')
    .action(async (folder: string) => {
      const { init } = await import('../init/init.js');
      await init(folder);
    });
}
