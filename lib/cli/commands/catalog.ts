import type { Command } from 'commander';

/** `vitrine catalog`: what is known of a catalogue before anything is computed. */
export function register(program: Command): void {
  program
    .command('catalog')
    .description('product catalogues')
    .command('check <file>')
    .description(
      'how a file, table or shop would be read as a catalogue, its first products, and what would be set aside',
    )
    .option('--columns <choice>', 'its headers where they are not recognised: id=sku,title=name')
    .option('--all', 'read the whole file; default: its first 20,000 rows')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  vitrine catalog check export.csv --columns id=Artikel,title=Name\n  vitrine catalog check postgres:products\n  vitrine catalog check shopify://my-shop.myshopify.com',
    )
    .action(async (file: string, options) => {
      const { checkCatalog } = await import('../check-catalog.js');
      await checkCatalog(file, options);
    });
}
