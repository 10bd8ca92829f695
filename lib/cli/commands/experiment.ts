import type { Command } from 'commander';
import { nameAndValue } from '../name-and-value.js';

/** `vitrine experiment`: two variants, such as two creatives, online: who sees which, and which does better. */
export function register(program: Command): void {
  const experiment = program
    .command('experiment')
    .description('two variants online: who sees which, and which does better');
  experiment
    .command('assign')
    .description('the variant that each id sees, as CSV: always the same for an id and an experiment')
    .argument('<ids>', 'text file, one id a line')
    .requiredOption('--name <name>', 'name of the experiment: another name deals anew')
    .option(
      '--variant <NAME=WEIGHT>',
      'a variant and its share; default: control=1 candidate=1',
      nameAndValue,
      {},
    )
    .addHelpText(
      'after',
      '\nExample:\n  vitrine experiment assign accounts.txt --name poster-2 --variant control=1 --variant candidate=1',
    )
    .action(async (ids: string, options) => {
      const { assign } = await import('../experiment.js');
      await assign(ids, options);
    });
  experiment
    .command('judge')
    .description(
      'whether the candidate does better, as often as you like to look: outcomes in the order they came',
    )
    .argument(
      '<outcomes>',
      'table with the columns variant and outcome (0 or 1, or a number), and id where one comes again',
    )
    .requiredOption(
      '--effect <number>',
      'difference that you hope to see, such as 0.01; fix it before the first look',
    )
    .option('--control <variant>', 'the variant that is there already', 'control')
    .option('--alpha <number>', 'chance to ever see a difference that is not there', '0.05')
    .option('--minimum <number>', 'outcomes of each variant before the first decision', '100')
    .option('--maximum <number>', 'outcomes of each variant at which to give up')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nA mixture sequential probability ratio test: the error rate holds however often you look.\n\nExample:\n  vitrine experiment judge clicks.csv --effect 0.01',
    )
    .action(async (outcomes: string, options) => {
      const { judge } = await import('../experiment.js');
      await judge(outcomes, options);
    });
}
