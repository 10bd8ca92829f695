import type { Command } from 'commander';

/** `vitrine sample`: makes the sample catalogue without running the notebook. */
export function register(program: Command): void {
  program
    .command('sample')
    .description('make the sample catalogue in data/sample/, unless it is there')
    .action(async () => {
      const { ensureSample } = await import('../../samples/index.js');
      const { projectPath } = await import('../../store/index.js');
      const sample = await ensureSample(projectPath('data', 'sample'));
      console.log(`${sample.generated ? 'made' : 'already there'}: ${sample.directory}`);
    });
}
