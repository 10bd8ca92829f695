import { Command, Option } from 'commander';
import { nameAndValue } from '../name-and-value.js';
import { withQueueOptions } from './jobs.js';

/** `vitrine train`: whole jobs, from data to a run folder. */
export function register(program: Command): void {
  const train = program.command('train').description('run a whole job and keep what it made in a run folder');
  const job = (name: string, description: string) =>
    jobCommand(name, description).addHelpText(
      'after',
      '\nStopped by Ctrl-C or otherwise, the same command goes on from what is in checkpoints/.',
    );
  train.addCommand(
    job('recommend', 'vectors, index and metrics of a catalogue, for search and recommendations')
      .option('--data <file>', 'catalogue; default: the sample; see: vitrine catalog check FILE')
      .option('--columns <choice>', 'its headers where they are not recognised: id=sku,title=name')
      .action(starts('recommend', { data: 'DATA', columns: 'COLUMNS' })),
  );
  train.addCommand(
    job('ad-quality', 'a network that scores ads from 0 to 100 and says whether they comply')
      .option(
        '--data <folder>',
        'images of your own; default: the synthetic ads, drawn where they are missing',
      )
      .option('--labels <file>', 'CSV with file,quality,compliance; default: the one in the folder')
      .action(starts('ad-quality', { data: 'data', labels: 'labels' })),
  );
  train.addCommand(
    job('photos', 'a model that recognises products by their photos')
      .option(
        '--data <path>',
        "folder with a folder of photos for each SKU, a CSV with sku,file, a database's address, or: database; default: drawn photos; with --job-id or --connection-string that database",
      )
      .option(
        '--storage-path <folder>',
        "folder that the files of a CSV or a database are in; default: the CSV's own",
      )
      .option(
        '--backbone <model>',
        'folder of a TensorFlow.js MobileNetV2, or an ONNX image classifier; default: a network from scratch',
      )
      .option('--output-path <folder>', 'where the model is published; default: outputs/photos/models')
      .action(
        starts('photos', {
          data: 'DATA',
          storagePath: 'STORAGE',
          tables: 'TABLES',
          backbone: 'BACKBONE',
          outputPath: 'OUTPUT',
        }),
      ),
  );
  train.addCommand(
    withCreativeOptions(
      job('creative', 'models of engagement on creatives, tested, and the best registered'),
    ),
  );
}

/** The options of the creative job, of `train` and `demo` alike. */
export function withCreativeOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--mode <mode>', 'quick: 200 drawn creatives; full: 2,000; default: quick').choices([
        'quick',
        'full',
      ]),
    )
    .option('--data <file>', 'posts of your own instead, JSON, JSON Lines or CSV')
    .option('--seed <number>', 'of everything that is left to chance; default: 42')
    .option(
      '--registry <folder>',
      'where the registry is; default: registry/creative in the folder of --out, or creative-sample for drawn creatives',
    )
    .action(starts('creative', { mode: 'MODE', data: 'DATA', seed: 'RANDOM_SEED', registry: 'REGISTRY' }));
}

/** A command with the options that every job has. */
export function jobCommand(name: string, description: string): Command {
  return withQueueOptions(new Command(name))
    .description(description)
    .option('--job-id <uuid>', 'a job of the queue, submitted or not, whose row tells how it goes')
    .option(
      '-p, --param <NAME=VALUE>',
      'set a parameter (repeatable); see: vitrine jobs list',
      nameAndValue,
      {},
    )
    .addOption(new Option('--parameter <NAME=VALUE>').argParser(nameAndValue).default({}).hideHelp())
    .option('-f, --config <file>', 'YAML or JSON with parameters; options go before it')
    .option('--out <folder>', 'where the folder of the job is; default: outputs')
    .option('--json', 'print the result as JSON, and progress on stderr');
}

interface Options {
  readonly param: Readonly<Record<string, string>>;
  /** The same under the name that `vitrine run` has for it. */
  readonly parameter: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly jobId?: string;
  readonly connectionString?: string;
  readonly table?: string;
  readonly [option: string]: unknown;
}

/** Starts a job; `parameters` says which options are another way to write a parameter. */
function starts(name: string, parameters: Readonly<Record<string, string>>) {
  return async ({ param, parameter, config, out, json, jobId, ...options }: Options) => {
    const written = Object.entries(parameters).flatMap(([option, parameter]) =>
      options[option] === undefined ? [] : [[parameter, options[option]]],
    );
    const { train } = await import('../jobs/train.js');
    await train(name, {
      config,
      out,
      json,
      jobId,
      queue: options,
      parameters: { ...Object.fromEntries(written), ...parameter, ...param },
    });
  };
}
