import type { Command } from 'commander';

/** `vitrine clean`: what takes space on the disk and can go. */
export function register(program: Command): void {
  program
    .command('clean [kinds...]')
    .description(
      'show, with sizes, what can be removed, and remove it: leftovers, runs, caches; default: all three',
    )
    .option('--keep <number>', 'newest runs of each job that stay', '3')
    .option('-y, --yes', 'remove without asking')
    .addHelpText(
      'after',
      '\nThe latest run of each job, runs that a registry uses, and descriptions that were paid for always stay.\n\nExample:\n  vitrine clean leftovers caches --yes',
    )
    .action(async (kinds: string[], options) => {
      const { clean } = await import('../disk/clean.js');
      await clean(kinds, options);
    });
}
