import type { Command } from 'commander';
import { jobCommand, withCreativeOptions } from './train.js';

/** `vitrine demo`: short forms of `vitrine train` on drawn data. */
export function register(program: Command): void {
  const demo = program.command('demo').description('run a whole job on drawn data, or on your own');
  demo.addCommand(
    withCreativeOptions(
      jobCommand('creative', 'train models of engagement on creatives, test them, and register the best'),
    ),
  );
}
