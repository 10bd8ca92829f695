import type { Command } from 'commander';

/** `vitrine registry`: the versions of a model, and which of them is used. */
export function register(program: Command): void {
  const registry = program.command('registry').description('versions of a trained model');
  const command = (name: string, description: string) =>
    registry
      .command(name)
      .description(description)
      .option('--folder <folder>', 'where the registry is; default: outputs/registry/<model>');
  command('list <model>', 'show all versions, the newest first')
    .option('--log', 'show every change instead: who, what, when and why')
    .action(async (model: string, options) => {
      const { list } = await import('../registry.js');
      await list(model, options);
    });
  const change = (name: string, operands: string, description: string) =>
    command(`${name} ${operands}`, description)
      .usage(`${operands} --why <text> [options]`)
      .requiredOption('--why <text>', 'required: the reason, for the log');
  change('promote', '<model> <version>', 'make a version the champion').action(
    async (model: string, version: string, options) => {
      const { promote } = await import('../registry.js');
      await promote(model, version, options);
    },
  );
  change('rollback', '<model>', 'go back to the champion before').action(async (model: string, options) => {
    const { rollback } = await import('../registry.js');
    await rollback(model, options);
  });
}
