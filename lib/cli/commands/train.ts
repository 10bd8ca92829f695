import { type Command, InvalidArgumentError } from 'commander';

/** `vitrine train`: the jobs that train a model. */
export function register(program: Command): void {
  const train = program.command('train').description('train a model and keep it in a run folder');
  train
    .command('ad-quality')
    .description('a network that scores ads from 0 to 100 and says whether they comply')
    .option('--config <file>', 'JSON with imgHeight, imgWidth, batchSize, epochs, learningRate, seed')
    .option(
      '-p, --parameter <name=value>',
      'one of these settings (repeatable); goes before the file',
      collect,
      {},
    )
    .option('--data <folder>', 'images of your own; default: the synthetic ads, drawn where they are missing')
    .option('--labels <file>', 'CSV with file,quality,compliance; default: the one in the folder')
    .addHelpText(
      'after',
      '\nStopped by Ctrl-C or otherwise, the same command goes on after the last finished epoch.',
    )
    .action(async (options) => {
      const { trainAdQualityCommand } = await import('../ad-quality.js');
      await trainAdQualityCommand(options);
    });
}

function collect(text: string, previous: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Write it as NAME=VALUE.');
  return { ...previous, [name.trim()]: value };
}
