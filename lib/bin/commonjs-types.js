// TypeScript takes a declaration for what the nearest package.json says, and in a CommonJS file that imports an ES module
// it refuses what Node does. So the declarations of the doors are there once more, in a folder that says "commonjs".
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export function writeCommonjsTypes() {
  const lib = fileURLToPath(new URL('..', import.meta.url));
  const dist = path.join(lib, 'dist');
  const target = path.join(dist, 'commonjs');
  rmSync(target, { recursive: true, force: true });
  const doors = Object.keys(JSON.parse(readFileSync(path.join(lib, 'package.json'), 'utf8')).exports);
  const pending = doors.map((door) => path.join(dist, door, 'index.d.ts')).filter((file) => existsSync(file));
  const seen = new Set(pending);
  for (let file = pending.pop(); file; file = pending.pop()) {
    const copy = path.join(target, path.relative(dist, file));
    mkdirSync(path.dirname(copy), { recursive: true });
    cpSync(file, copy);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
      const next = path.join(path.dirname(file), `${name}.d.ts`);
      if (!seen.has(next)) pending.push(next);
      seen.add(next);
    }
  }
  writeFileSync(path.join(target, 'package.json'), '{ "type": "commonjs" }\n');
}
