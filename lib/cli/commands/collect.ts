import type { Command } from 'commander';

/** `vitrine collect PLATFORM`: posts or A/B tests with their numbers, from a service's API. */
export function register(program: Command): void {
  program
    .command('collect <platform>')
    .description('collect posts or tests from instagram, facebook, linkedin, dribbble, behance or optimizely')
    .requiredOption('--since <date>', 'the earliest time, as in 2026-03-01')
    .option('--out <folder>', 'where a folder for each collection is made', 'data/collected')
    .option('--account <id>', 'page, organisation, member or project; default what .env names')
    .option('--no-images', 'leave the images where they are')
    .option('--max-pages <number>', 'pages that are followed at most', '2000')
    .option('--base-url <address>', 'another address of the service, https or on this machine')
    .addHelpText('after', '\nTokens come from the environment or .env; .env.example names them.')
    .action(async (platform: string, options) => {
      const { collectFrom } = await import('../creative.js');
      await collectFrom(platform, options);
    });
}
