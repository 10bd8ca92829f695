import type { Command } from 'commander';

/** `vitrine describe`: descriptions for the products that have none. */
export function register(program: Command): void {
  program
    .command('describe')
    .description('write descriptions for products that have none, with a language model (OPENAI_API_KEY)')
    .option('--data <file>', 'the catalogue; default: the sample')
    .option('--columns <choice>', 'its headers where they are not recognised: id=sku,title=name')
    .option('--max <number>', 'products to ask for, at most', '20')
    .option('--max-cost <dollars>', 'stop before the cost could pass this', '0.50')
    .option('--model <name>', 'default: gpt-4.1-mini; needs --price for any other')
    .option('--price <dollars>', 'for a million tokens of input and of output, as in 0.40,1.60')
    .option('--language <tag>', 'to write in', 'en')
    .option('--retry-failed', 'ask again where an answer could not be used')
    .addHelpText(
      'after',
      '\nThe texts go to outputs/product-descriptions/, marked as generated; the catalogue stays as it is.',
    )
    .action(async (options) => {
      const { describe } = await import('../describe.js');
      await describe(options);
    });
}
