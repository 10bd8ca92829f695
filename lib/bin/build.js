// Compiles lib/ to lib/dist/. The compiler is called by its path: node_modules/.bin/tsc may be the one that tslab brings.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
const project = fileURLToPath(new URL('../tsconfig.build.json', import.meta.url));
const { status } = spawnSync(process.execPath, [compiler, '--project', project], { stdio: 'inherit' });
process.exit(status ?? 1);
