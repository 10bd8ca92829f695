import type { Command } from 'commander';

/** `vitrine jobs`: what `vitrine train` can run. */
export function register(program: Command): void {
  const jobs = program.command('jobs').description('whole jobs, from data to a run folder');
  jobs
    .command('list')
    .description('show names, parameters and defaults of all jobs')
    .option('--json', 'print JSON')
    .action(async (options) => {
      const { list } = await import('../jobs/list.js');
      list(options);
    });
}
