import { type Command, InvalidArgumentError } from 'commander';
import { nameAndValue } from '../name-and-value.js';

export function register(program: Command): void {
  program
    .command('run')
    .description('run a notebook without a browser, from its first cell to its last')
    .argument('<notebook>', 'path of the .ipynb file')
    .option('-p, --parameter <NAME=VALUE>', 'set a parameter of the notebook (repeatable)', nameAndValue, {})
    .option('-f, --config <file>', 'YAML or JSON with parameters; options go before it')
    .option('--parameters', 'list the parameters of the notebook, and run nothing')
    .option('--out <dir>', 'keep the executed copy and its report in this folder')
    .option('--timeout <seconds>', 'longest time for one cell', seconds, 1800)
    .option('--verbose', 'show what every cell prints')
    .action(async (notebook, options) => {
      if (options.parameters) {
        const { listParameters } = await import('../run/parameters.js');
        return listParameters(notebook);
      }
      const { run } = await import('../run/run.js');
      await run(notebook, options);
    });
}

function seconds(text: string): number {
  const value = Number(text);
  // Node's timers end at 2^31 ms.
  if (!(value > 0 && value <= 2_147_483)) {
    throw new InvalidArgumentError('It must be a number of seconds above 0, at most 2147483.');
  }
  return value;
}
