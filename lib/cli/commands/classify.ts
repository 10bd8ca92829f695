import type { Command } from 'commander';

/** `vitrine classify`: which product photos show. */
export function register(program: Command): void {
  program
    .command('classify')
    .description('say which product photos show, or that it is none that is known')
    .argument('<image...>', 'image files')
    .option(
      '--model <ref>',
      'champion, candidate, a version of the registry, or the folder of a model',
      'champion',
    )
    .option('-k <number>', 'guesses of each', '3')
    .option('--json', 'one JSON object a line')
    .action(async (images, options) => {
      const { classify } = await import('../classify.js');
      await classify(images, options);
    });
}
