import type { Command } from 'commander';

/** `vitrine runs`: finished runs in outputs/, what they were made with and what was measured. */
export function register(program: Command): void {
  const runs = program.command('runs').description('finished runs in outputs/');
  runs
    .command('list')
    .description('runs with the parameters that are not the defaults, and their main figures')
    .argument('[job]', 'recommend, ad-quality, photos, creative, or a folder in outputs/; default: all')
    .option('--json', 'print JSON, with all parameters and figures')
    .action(async (job, options) => {
      const { list } = await import('../runs/list.js');
      await list(job, options);
    });
  runs
    .command('show')
    .description('what a run was made with, and what was measured')
    .argument('<run>', "an id or how it begins, a folder, a job for its latest, or 'latest'")
    .option('--all', 'every figure of metrics.json')
    .option('--json', 'print JSON')
    .action(async (run, options) => {
      const { show } = await import('../runs/show.js');
      await show(run, options);
    });
  runs
    .command('compare')
    .description('the parameters in which runs of a job differ, and their figures side by side')
    .argument('<runs...>', 'two or more, named as for show')
    .option('--all', 'every figure of metrics.json')
    .option('--json', 'print JSON')
    .action(async (names, options) => {
      const { compareRuns } = await import('../runs/compare.js');
      await compareRuns(names, options);
    });
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
