import type { Command } from 'commander';

/** `vitrine compare`: whether one run ranks better than another. */
export function register(program: Command): void {
  program
    .command('compare')
    .description('test whether one run ranks better than another, question by question')
    .argument('<runs...>', 'two runs or more: folders, ids, "latest", or .trec files; one run: its systems')
    .option('--qrels <file>', 'judgments, TREC or CSV; default: those the runs were measured by')
    .option('--metrics <names>', 'separated by commas', 'nDCG@10,P@5,AP')
    .option('--system <names>', 'only these, as in hybrid,fused; default: all that every run has')
    .option('--correction <name>', 'for many tests: holm, benjamini-hochberg, none', 'holm')
    .option('--format <name>', 'text, markdown, latex, json', 'text')
    .option('--seed <number>', 'of the random assignments and the bootstrap', '42')
    .addHelpText(
      'after',
      '\nExamples:\n  vitrine compare latest 20260101-120000-ab12 --system hybrid,fused\n  vitrine compare bm25.trec fused.trec --qrels qrels.txt --format latex',
    )
    .action(async (runs: string[], options) => {
      const { compare } = await import('../compare.js');
      await compare(runs, options);
    });
}
