import type { Command } from 'commander';
import { ArgumentError, shown } from '../../errors/index.js';

/** `vitrine sample`: makes the sample catalogue without running the notebook, or a small one in German. */
export function register(program: Command): void {
  program
    .command('sample')
    .description('make the sample catalogue in data/sample/, unless it is there')
    .option('--language <code>', 'en, or de: 120 products with German texts, in data/sample-de/', 'en')
    .action(async ({ language }: { language: string }) => {
      if (language !== 'en' && language !== 'de')
        throw new ArgumentError(`--language ${shown(language)}: the sample is there in en and de`);
      const { ensureSample } = await import('../../samples/index.js');
      const { projectPath } = await import('../../store/index.js');
      const sample =
        language === 'en'
          ? await ensureSample(projectPath('data', 'sample'))
          : await ensureSample(projectPath('data', `sample-${language}`), { language, count: 120 });
      console.log(`${sample.generated ? 'made' : 'already there'}: ${sample.directory}`);
    });
}
