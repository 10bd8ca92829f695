import type { Command } from 'commander';

/** `vitrine drift`: whether new data still look like those that a model was trained on. */
export function register(program: Command): void {
  program
    .command('drift')
    .description('test whether the rows of one CSV file come from where those of another came from')
    .argument('<reference>', 'CSV file with a header: the data that the model knows')
    .argument('<current>', 'CSV file with the same columns: the data of today')
    .option('--out <file>', 'write a report with plots, one HTML file')
    .option('--json <file>', 'write the numbers')
    .option('--prediction <column>', 'what the model predicted')
    .option('--outcome <column>', 'what came of it, empty where it is not known yet')
    .option('--ignore <columns>', 'leave these out, separated by commas')
    .option('--alpha <number>', 'chance of any false alarm', '0.05')
    .addHelpText(
      'after',
      '\nEnds with 0 where there is no drift, 3 where there is, 1 on a mistake.\n\nExample:\n  vitrine drift train.csv last-week.csv --ignore id,date --out drift.html',
    )
    .action(async (reference: string, current: string, options) => {
      const { drift } = await import('../drift.js');
      await drift(reference, current, options);
    });
}
