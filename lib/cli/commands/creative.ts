import type { Command } from 'commander';

/** `vitrine creative`: whether posts are fit to learn from, and what a trained model says of creatives. */
export function register(program: Command): void {
  const creative = program
    .command('creative')
    .description('posts with their engagement, and what a trained model says of creatives');
  creative
    .command('predict')
    .description('score an image from 0 to 100, say why, and which changes would raise the score')
    .argument('<image>', 'JPEG, PNG, WebP …')
    .requiredOption('--platform <name>', 'instagram, linkedin, facebook or tiktok')
    .option('--hour <0-23>', 'when it is to be posted', '12')
    .option('--weekday <day>', 'mon … sun, or 0 (Monday) to 6', 'mon')
    .option('--audience <people>', 'followers or members that it may reach; unknown by default')
    .option('--model <ref>', 'champion, candidate, a version, or the folder of a run', 'champion')
    .option(
      '--registry <folder>',
      'where the registry is; default: outputs/registry/creative, or creative-sample while it is empty',
    )
    .option('--plot <file>', 'write the waterfall of the contributions as PNG')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  vitrine creative predict ad.png --platform instagram --hour 18 --weekday thu --audience 20000',
    )
    .action(async (image: string, options) => {
      const { predict } = await import('../creative/predict.js');
      await predict(image, options);
    });
  creative
    .command('drift')
    .description('test whether new posts still look like those that the model was trained on')
    .argument('<posts>', 'JSON, JSON Lines or CSV')
    .option('--model <ref>', 'champion, candidate, a version, or the folder of a run', 'champion')
    .option(
      '--registry <folder>',
      'where the registry is; default: outputs/registry/creative, or creative-sample while it is empty',
    )
    .option('--out <file>', 'write a report with plots, one HTML file')
    .option('--json <file>', 'write the numbers')
    .addHelpText('after', '\nEnds with 0 where there is no drift, 3 where there is, 1 on a mistake.')
    .action(async (posts: string, options) => {
      const { drift } = await import('../creative/drift.js');
      await drift(posts, options);
    });
  creative
    .command('validate <file>')
    .description('say whether posts with their engagement are fit to learn from')
    .option('--html <file>', 'write the report as a page')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nEnds with 0 where they are, 2 where they are not, 1 on a mistake.')
    .action(async (file: string, options) => {
      const { validate } = await import('../creative.js');
      process.exitCode = await validate(file, options);
    });
  creative
    .command('ab-tests <file>')
    .description('say which variant of each A/B test converts better, and whether that may be chance')
    .option('--format <name>', 'text, markdown or latex', 'text')
    .addHelpText('after', '\nReads JSON, JSON Lines or CSV, such as `vitrine collect optimizely` writes.')
    .action(async (file: string, options) => {
      const { abTests } = await import('../creative.js');
      await abTests(file, options);
    });
  creative
    .command('sample')
    .description('draw creatives with an engagement that is known but for its noise')
    .option('--count <number>', 'creatives', '2000')
    .option('--seed <number>', 'the same seed draws the same', '42')
    .option('--out <folder>', 'default: data/synthetic_creatives/<count>-<seed>')
    .action(async (options) => {
      const { sample } = await import('../creative.js');
      await sample(options);
    });
}
