import { messageOf, UserError, visible } from '../errors/index.js';
import { fail } from './fail.js';
import { hidePasswords } from './process-title.js';
import { createProgram } from './program.js';

// A reader that goes away, as in `vitrine doctor | head`, is no fault to report; nor is one of the messages themselves.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(1);
  fail(new UserError(`what was found cannot be written: ${messageOf(error)}`, { cause: error }), false);
});
process.stderr.on('error', () => process.exit(1));

// Catalogues come from elsewhere: a title must not move the cursor or colour what follows.
for (const name of ['log', 'error'] as const) {
  const print = console[name].bind(console);
  console[name] = (...values: unknown[]) =>
    print(...values.map((value) => (typeof value === 'string' ? visible(value) : value)));
}

const program = createProgram();
hidePasswords(process.argv.slice(2))
  .then(() => program.parseAsync())
  .catch((error) => fail(error, program.opts().debug === true));
