import type { Command } from 'commander';
import type { ModelKind } from '../../encode/models/index.js';

interface QuantizeOptions {
  readonly kind: string;
  readonly photos?: string;
  readonly texts?: string;
}

/** `vitrine models quantize NAME|PATH`: makes the int8 form of a model, and says what it is worth. */
export function register(program: Command): void {
  const models = program.command('models').description('model files');
  models
    .command('quantize <model>')
    .description(
      'make the int8 form of a model, and compare its vectors, rankings and speed with those of fp32',
    )
    .option('--kind <kind>', 'text or image', 'text')
    .option(
      '--photos <folder>',
      'photos to calibrate and compare on (image models); folders in it are searched too',
    )
    .option('--texts <file>', 'texts to compare on, one a line (text models)')
    .addHelpText(
      'after',
      '\nExamples:\n  vitrine models quantize minilm --texts titles.txt\n  vitrine models quantize resnet50 --kind image --photos data/photos',
    )
    .action(async (model: string, options: QuantizeOptions) => {
      const { ArgumentError, shown } = await import('../../errors/index.js');
      const { kind } = options;
      if (kind !== 'text' && kind !== 'image') {
        throw new ArgumentError(`--kind ${shown(kind)}: choose text or image`);
      }
      const { readSample, quantize } = await import('../models/quantize.js');
      await quantize(model, kind satisfies ModelKind, await readSample(kind, options));
    });
}
