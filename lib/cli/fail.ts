import { messageOf, UserError } from '../errors/index.js';

/** Ends the program after an error: one line for what the person can mend, a hint to `--debug` for the rest. */
export function fail(error: unknown, debug: boolean): never {
  console.error(`vitrine: ${messageOf(error)}`);
  if (debug) console.error(error instanceof Error ? error.stack : error);
  else if (!(error instanceof UserError))
    console.error('This may be a fault of vitrine; --debug shows where.');
  process.exit(1);
}
