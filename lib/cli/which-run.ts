import type { Command } from 'commander';

/** Which run of which catalogue a command works on, for `openRecommender`. */
export interface WhichRun {
  readonly run?: string;
  readonly catalog?: string;
}

/** Adds the options of `WhichRun`. */
export function withRun(command: Command): Command {
  return command
    .option(
      '--catalog <name>',
      'sample, or the path of the file with dashes, as data-products; default: the newest of your own',
    )
    .option('--run <folder>', 'another run than the one in use: its id, its folder, or latest');
}
