import type { Command } from 'commander';

/** `vitrine runs`: the folders of finished runs in outputs/. */
export function register(program: Command): void {
  const runs = program.command('runs').description('finished runs in outputs/');
  runs
    .command('prune')
    .description('remove old runs; never the latest of a job, nor one that a registry uses')
    .option('--keep <number>', 'newest runs of each job that stay')
    .option('--older-than <days>', 'only runs that finished more days ago')
    .option('-y, --yes', 'remove without asking')
    .addHelpText(
      'after',
      '\nExamples:\n  vitrine runs prune --keep 5\n  vitrine runs prune --older-than 30 --yes',
    )
    .action(async (options) => {
      const { prune } = await import('../disk/runs.js');
      await prune(options);
    });
}
