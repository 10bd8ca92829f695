import { type Command, Option } from 'commander';

/** `vitrine demo`: a whole job from its data to its report, without a notebook. */
export function register(program: Command): void {
  const demo = program.command('demo').description('run a whole job on drawn data, or on your own');
  demo
    .command('creative')
    .description('train models of engagement on creatives, test them, and register the best')
    .addOption(
      new Option('--mode <mode>', 'quick: 200 drawn creatives; full: 2,000')
        .choices(['quick', 'full'])
        .default('quick'),
    )
    .option('--data <file>', 'posts of your own instead, JSON, JSON Lines or CSV')
    .option('--seed <number>', 'of everything that is left to chance', '42')
    .option('--registry <folder>', 'where the registry is; default: outputs/registry/creative')
    .action(async (options) => {
      const { demo } = await import('../creative/demo.js');
      await demo(options);
    });
}
