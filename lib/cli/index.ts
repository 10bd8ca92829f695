import { fail } from './fail.js';
import { createProgram } from './program.js';

// A reader that goes away, as in `vitrine doctor | head`, is no fault to report.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(1);
  throw error;
});

const program = createProgram();
program.parseAsync().catch((error) => fail(error, program.opts().debug === true));
