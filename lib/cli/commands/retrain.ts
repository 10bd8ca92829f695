import type { Command } from 'commander';

/** `vitrine retrain`: a new model from new data, which replaces the old one only if it is better. */
export function register(program: Command): void {
  const retrain = program
    .command('retrain')
    .description('train a model anew, and use it only if it is better');
  retrain
    .command('creative')
    .description('the last days of posts → checks → models → paired test against the champion → decision')
    .usage('--data <file> | --sample [options]')
    .option('--data <file>', 'posts, JSON, JSON Lines or CSV; this or --sample is required')
    .option('--sample', 'learn from a week of invented posts instead, to see how it goes')
    .option('--days <number>', 'whole days up to the last midnight in UTC', '7')
    .option(
      '--registry <folder>',
      'where the registry is; default: outputs/registry/creative, or creative-sample',
    )
    .option('--seed <number>', 'of everything that is left to chance', '42')
    .option('--until <date>', 'end of the window, as 2026-03-10; default today')
    .addHelpText(
      'after',
      '\nRun again for the same window, it repeats its decision and changes nothing; killed, it goes on where it was.\nEnds with 0 where a model was promoted or kept, 3 where the data were not fit for training, 1 on a mistake.',
    )
    .action(async (options) => {
      const { retrainCreative } = await import('../creative/retrain.js');
      await retrainCreative(options);
    });
}
