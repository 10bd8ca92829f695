import type { Command } from 'commander';

/** `vitrine score`: what the trained ad-quality model says of images. */
export function register(program: Command): void {
  program
    .command('score')
    .description('score ads: quality from 0 to 100, and whether they comply')
    .argument('<image...>', 'image files, or folders of them')
    .option('--model <folder>', 'default: the model of the latest run of ad-quality')
    .option('--json', 'one JSON object a line')
    .action(async (images, options) => {
      const { scoreCommand } = await import('../ad-quality.js');
      await scoreCommand(images, options);
    });
}
