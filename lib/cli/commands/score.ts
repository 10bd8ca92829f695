import type { Command } from 'commander';

/** `vitrine score`: what the trained ad-quality model says of images. */
export function register(program: Command): void {
  program
    .command('score')
    .description('score ads: quality from 0 to 100, whether they comply, and which rules they break')
    .argument('<image...>', 'image files, or folders of them')
    .option(
      '--model <ref>',
      'champion, candidate, a version of the registry, or the folder of a model',
      'champion',
    )
    .option('--json', 'one JSON object a line')
    .action(async (images, options) => {
      const { scoreCommand } = await import('../ad-quality.js');
      await scoreCommand(images, options);
    });
}
