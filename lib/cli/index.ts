import { fail } from './fail.js';
import { createProgram } from './program.js';

const program = createProgram();
program.parseAsync().catch((error) => fail(error, program.opts().debug === true));
