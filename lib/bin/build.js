// Compiles lib/ to lib/dist/. The compiler is called by its path: node_modules/.bin/tsc may be the one that tslab brings.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { writeCommonjsTypes } from './commonjs-types.js';

// First, so that tests, which run from the sources, find it in dist while a type is wrong.
const walk = fileURLToPath(new URL('../search/wasm/graph-walk.ts', import.meta.url));
const wasm = fileURLToPath(new URL('../dist/search/graph-walk.wasm', import.meta.url));
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
const { error } = await asc.main([walk, ...options, '--outFile', wasm], { stderr: process.stderr });
if (error) process.exit(1);

const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
const project = fileURLToPath(new URL('../tsconfig.build.json', import.meta.url));
const { status } = spawnSync(process.execPath, [compiler, '--project', project], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
writeCommonjsTypes();

// What `vitrine init` lays out elsewhere.
const checkout = fileURLToPath(new URL('../..', import.meta.url));
const laidOut = path.join(checkout, 'lib', 'dist', 'project');
const notebooks = readdirSync(path.join(checkout, 'notebooks')).filter((name) => name.endsWith('.ipynb'));
rmSync(laidOut, { recursive: true, force: true });
for (const name of ['.env.example', 'data/README.md', ...notebooks.map((file) => `notebooks/${file}`)])
  cpSync(path.join(checkout, name), path.join(laidOut, name));
