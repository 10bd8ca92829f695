import { messageOf, systemReason, UserError } from '../errors/index.js';

/** Ends the program after an error: one line for what the person can mend, a hint to `--debug` for the rest. */
export function fail(error: unknown, debug: boolean): never {
  const { path } = error as NodeJS.ErrnoException;
  const ofFile = !(error instanceof UserError) && path !== undefined && systemReason(error) !== undefined;
  console.error(`vitrine: ${ofFile ? `${path}: ` : ''}${messageOf(error)}`);
  if (debug) console.error(error instanceof Error ? error.stack : error);
  else if (!(error instanceof UserError) && !ofFile)
    console.error('This may be a fault of vitrine; --debug shows where.');
  process.exit(1);
}
