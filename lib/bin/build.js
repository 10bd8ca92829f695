// Compiles lib/ to lib/dist/. The compiler is called by its path: node_modules/.bin/tsc may be the one that tslab brings.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import assembler from 'wabt';

// First, so that tests, which run from the sources, find it in dist while a type is wrong.
const { parseWat } = await assembler();
const text = await readFile(new URL('../search/dot.wat', import.meta.url));
const { buffer } = parseWat('dot.wat', text, { simd: true }).toBinary({});
await mkdir(new URL('../dist/search/', import.meta.url), { recursive: true });
await writeFile(new URL('../dist/search/dot.wasm', import.meta.url), buffer);

const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
const project = fileURLToPath(new URL('../tsconfig.build.json', import.meta.url));
const { status } = spawnSync(process.execPath, [compiler, '--project', project], { stdio: 'inherit' });
process.exit(status ?? 1);
