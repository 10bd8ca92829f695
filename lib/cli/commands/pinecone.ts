import type { Command } from 'commander';
import { withRun } from '../which-run.js';

/** `vitrine pinecone upload|query|delete`: the vectors of a run at Pinecone. */
export function register(program: Command): void {
  const pinecone = program
    .command('pinecone')
    .description('keep and search the vectors of a run at Pinecone (PINECONE_API_KEY)');
  withRun(withIndex(pinecone.command('upload')))
    .description('upload the vectors of a run; what is there already is not sent again')
    .option('--cloud <name>', 'where a new index is made: aws, gcp, azure', 'aws')
    .option('--region <name>', 'its region', 'us-east-1')
    .option('--prune', 'remove products that the run no longer has')
    .action(async (options) => {
      const { upload } = await import('../pinecone.js');
      await upload(options);
    });
  withRun(withIndex(pinecone.command('query [id]')))
    .description(
      'products like the one with this uniq_id, or near a --text; from the local index when Pinecone fails',
    )
    .option('--text <words>', 'search by a text, among the vectors of texts, in place of an id')
    .option('-k, --k <number>', 'results', '10')
    .option('-f, --filter <conditions>', 'as in "category=Chairs,brand=Foo,price<100"')
    .action(async (id: string | undefined, options) => {
      const { query } = await import('../pinecone.js');
      await query(id, options);
    });
  withIndex(pinecone.command('delete'))
    .description('delete the index with all that is in it')
    .option('--yes', 'really')
    .action(async (options) => {
      const { remove } = await import('../pinecone.js');
      await remove(options);
    });
}

function withIndex(command: Command): Command {
  return command
    .option(
      '--space <name>',
      'which vectors: hybrid, text, image, category, behavior; default: hybrid, for --text text',
    )
    .option('--index <name>', 'default: products-<space>')
    .option('--namespace <name>', 'a part of the index, searched by itself');
}
