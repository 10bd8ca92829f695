import type { Command } from 'commander';
import type { Progress } from '../../notebook/index.js';

/** `vitrine ads generate`: draws the ads that the ad-quality network is trained on. */
export function register(program: Command): void {
  const ads = program.command('ads').description('ads to train the ad-quality network on');
  ads
    .command('generate')
    .description('draw ads with known quality and compliance, unless they are there')
    .option('--count <n>', 'number of ads (1 to 100,000)', Number, 3000)
    .option('--seed <n>', 'the same seed gives the same ads', Number, 42)
    .option('--size <pixels>', 'side of a square ad (128 to 1,080)', Number, 320)
    .option('--out <folder>', 'where to', 'data/synthetic_ads')
    .action(async ({ count, seed, size, out }) => {
      const { generateAds } = await import('../../samples/index.js');
      const { progress } = await import('../../notebook/index.js');
      let bar: Progress | undefined;
      const { folder, generated, metadata } = await generateAds(out, {
        count,
        seed,
        size,
        onProgress: (done, total) => {
          bar ??= progress('Drawing ads', total);
          bar.update(done);
        },
      });
      bar?.done();
      const compliant = metadata.images.filter((image) => image.compliant).length;
      console.log(
        `${generated ? 'made' : 'already there'}: ${folder} (${metadata.images.length} ads, ${compliant} compliant)`,
      );
    });
}
