import type { Command } from 'commander';

export function register(program: Command): void {
  const notebook = program.command('notebook').description('keep notebooks fit to be committed');
  notebook
    .command('check')
    .description('fail if a notebook holds outputs or other traces of a run')
    .argument('[files...]', 'notebooks; all of notebooks/ if none is named')
    .action(async (files: string[]) => {
      const { checkNotebooks } = await import('../committable.js');
      process.exitCode = await checkNotebooks(files);
    });
  notebook
    .command('strip')
    .description('remove them')
    .argument('[files...]', 'notebooks; all of notebooks/ if none is named')
    .action(async (files: string[]) => {
      const { stripNotebooks } = await import('../committable.js');
      await stripNotebooks(files);
    });
}
