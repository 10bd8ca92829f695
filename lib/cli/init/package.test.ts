import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packInto } from './pack.js';

const checkout = path.resolve(import.meta.dirname, '../../..');
const built = existsSync(path.join(checkout, 'lib', 'dist', 'project'));
const manifest = JSON.parse(readFileSync(path.join(checkout, 'lib', 'package.json'), 'utf8'));
const doors = Object.keys(manifest.exports)
  .filter((door) => door !== './package.json')
  .map((door) => door.slice(2));

/** A folder with the package as it is packed, and the packages that it depends on, but not danfojs. */
let outside: string;
let installed: string;
beforeAll(async () => {
  if (!built) return;
  outside = await mkdtemp(path.join(tmpdir(), 'vitrine-package-'));
  installed = path.join(outside, 'node_modules', 'vitrine');
  await mkdir(installed, { recursive: true });
  const tarball = path.join(outside, packInto(outside));
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  await rm(tarball);
  const link = async (from: string, to: string) => {
    for (const name of await readdir(from).catch(() => [])) {
      if (['vitrine', 'danfojs-node', '.bin', '.cache'].includes(name)) continue;
      await symlink(path.join(from, name), path.join(to, name), 'junction');
    }
  };
  await link(path.join(checkout, 'node_modules'), path.join(outside, 'node_modules'));
  await mkdir(path.join(installed, 'node_modules'));
  await link(path.join(checkout, 'lib', 'node_modules'), path.join(installed, 'node_modules'));
}, 60_000);
afterAll(() => outside && rm(outside, { recursive: true, force: true, maxRetries: 5 }));

function run(args: readonly string[], cwd = outside) {
  // Where no model can be had, and the project is found from the working directory.
  const { VITRINE_ROOT: _, MODELS_DIR: __, ...rest } = process.env;
  const env = { ...rest, HF_ENDPOINT: 'http://127.0.0.1:9' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}
const vitrine = (args: readonly string[], cwd?: string) =>
  run([path.join(installed, 'bin', 'vitrine.js'), ...args], cwd);

/** What TypeScript finds wrong with some files outside, the declarations of all libraries included. */
function problems(
  files: readonly string[],
  module: ts.ModuleKind,
  moduleResolution: ts.ModuleResolutionKind,
) {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    typeRoots: [path.join(outside, 'node_modules', '@types')],
    strict: true,
    noEmit: true,
    module,
    moduleResolution,
  });
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
    getCurrentDirectory: () => outside,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  });
}

describe.skipIf(!built)(`the package${built ? '' : ' (skipped: npm run build first)'}`, () => {
  test('holds what runs and its types, and nothing for developers', async () => {
    const files = (await readdir(installed, { recursive: true })).filter(
      (file) => !file.startsWith('node_modules'),
    );
    expect(files).toEqual(
      expect.arrayContaining(['bin/kernel.cjs', 'dist/search/graph-walk.wasm', 'serve/page/index.html']),
    );
    expect(files.filter((file) => /\.test\.|\.map$|tsbuildinfo|^dist\/(bench|testing)/.test(file))).toEqual(
      [],
    );
    for (const file of files.filter(
      (file) => file.endsWith('.js') && !/package-root|bin\/vitrine|doctor\/build/.test(file),
    )) {
      const code = await readFile(path.join(installed, file), 'utf8');
      expect(/: npm (start|ci|run|test)\b/.exec(code), file).toBeNull();
    }
  });

  test('every door opens by import and by require, to the same names', async () => {
    const names = (opened: string) => `console.log(JSON.stringify(Object.keys(${opened}).sort()))`;
    const imports = doors.map((door) => names(`await import('vitrine/${door}')`)).join('\n');
    const requires = doors.map((door) => names(`require('vitrine/${door}')`)).join('\n');
    const [imported, required] = await Promise.all(
      [
        ['doors.mjs', imports],
        ['doors.cjs', requires],
      ].map(async ([file, script]) => {
        await writeFile(path.join(outside, file), script);
        return run([path.join(outside, file)]);
      }),
    );
    expect(imported).toMatchObject({ status: 0 });
    expect(imported.stdout).toContain('"exactIndex"');
    expect(required.stdout).toBe(imported.stdout);
  });

  const importing = `${doors.map((door) => `import * as ${door} from 'vitrine/${door}';`).join('\n')}
import { exactIndex } from 'vitrine/search';
export const all = [${doors.join(', ')}];
// @ts-expect-error a number is no matrix
exactIndex(3, ['a']);
`;
  test.each([
    ['an ES module, node16', 'a.mts', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
    ['CommonJS, node16', 'a.cts', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
    ['an ES module, bundler', 'b.ts', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ])(
    'its types compile with those of all libraries checked: %s',
    async (_, file, module, moduleResolution) => {
      const source = path.join(outside, file);
      await writeFile(source, importing);
      expect(problems([source], module, moduleResolution)).toBe('');
    },
  );
});

test.skipIf(!built)('the example of every door compiles', async () => {
  const folder = path.join(outside, 'examples');
  await mkdir(folder);
  const files = await Promise.all(
    doors.map(async (door) => {
      const source = await readFile(path.join(checkout, 'lib', door, 'index.ts'), 'utf8');
      const example = / \* @module vitrine\/(\w+)\n \* @example\n \* ```ts\n([\s\S]*?) \* ```/.exec(source);
      expect(example?.[1]).toBe(door);
      const file = path.join(folder, `${door}.mts`);
      await writeFile(file, example![2].replace(/^ \* ?/gm, ''));
      return file;
    }),
  );
  expect(problems(files, ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16)).toBe('');
});

describe.skipIf(!built)('vitrine init', () => {
  test('lays out a project in which notebooks, searches and types work, with photos of its own', async () => {
    const made = vitrine(['init', 'My Shop']);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toContain('Next:\n  cd My Shop\n  npm install\n  npx vitrine run notebooks/01-');
    const shop = path.join(outside, 'My Shop');
    const { name, dependencies } = JSON.parse(await readFile(path.join(shop, 'package.json'), 'utf8'));
    expect(name).toBe('my-shop');
    expect(existsSync(path.join(shop, dependencies.vitrine.replace('file:', '')))).toBe(true);

    const without = vitrine(['search', 'chair'], shop);
    expect(without.stderr).toMatch(/make one with: npx vitrine run notebooks\/01-/);

    await writeCatalog(path.join(shop, 'data'));
    const first = vitrine(
      ['run', 'notebooks/01-product-recommendations.ipynb', '-p', 'DATA=data/products.csv', '--verbose'],
      shop,
    );
    expect(first).toMatchObject({ status: 0 });
    expect(first.stdout).toContain('12 of 12 products have a photo');
    expect(first.stdout + first.stderr).toContain('danfojs-node is not installed');
    const found = vitrine(['search', 'red chair', '-k', '1'], shop);
    expect(found.stdout).toContain('Red chair');
    expect(run(['search.mjs'], shop)).toMatchObject({ status: 0, stdout: expect.stringContaining('chair') });
    expect(vitrine(['kernel', 'install', '--prefix', '.jupyter'], shop)).toMatchObject({ status: 0 });
    const compiler = path.join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(run([compiler, '-p', shop], shop)).toEqual({ status: 0, stdout: '', stderr: '' });
  }, 120_000);

  test('keeps the files that are there, and refuses a folder with other things', async () => {
    const folder = path.join(outside, 'old');
    await mkdir(path.join(folder, 'node_modules'), { recursive: true });
    await writeFile(path.join(folder, 'package.json'), '{ "dependencies": { "vitrine": "0.1.0" } }');
    await writeFile(path.join(folder, '.gitignore'), 'mine\n');
    const { stdout } = vitrine(['init'], folder);
    expect(stdout).toContain('Kept as they were: .gitignore\nNext:\n  npx vitrine run');
    expect(await readFile(path.join(folder, '.gitignore'), 'utf8')).toBe('mine\n');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tgz'))).toEqual([]);
    expect(vitrine(['init', 'old'])).toEqual({
      status: 1,
      stdout: '',
      stderr: `vitrine: ${folder} holds checkpoints; name a new folder or an empty one: npx vitrine init my-shop\n`,
    });
  });

  test("a project's versions and settings are those of the checkout", async () => {
    const root = JSON.parse(await readFile(path.join(checkout, 'package.json'), 'utf8'));
    vitrine(['init', 'versions']);
    const project = JSON.parse(await readFile(path.join(outside, 'versions', 'package.json'), 'utf8'));
    expect(root).toMatchObject({ devDependencies: project.devDependencies });
    expect(project).toMatchObject({ engines: root.engines, allowScripts: root.allowScripts });
  });
});

/** Twelve products with a photo each, beside the catalogue. */
async function writeCatalog(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'photos'));
  const rows: string[] = [];
  for (const [i, color] of ['red', 'green', 'blue', 'black'].entries()) {
    for (const [j, thing] of ['chair', 'table', 'lamp'].entries()) {
      const photo = `photos/${color}-${thing}.png`;
      const picture = sharp({ create: { width: 40, height: 40, channels: 3, background: color } });
      await picture.toFile(path.join(folder, photo));
      const title = `${color[0].toUpperCase()}${color.slice(1)} ${thing}`;
      rows.push(
        `${i}${j},${title},A ${thing} for the living room,Home > ${thing}s,${10 * (i + j + 1)},${photo}`,
      );
    }
  }
  await writeFile(
    path.join(folder, 'products.csv'),
    `uniq_id,title,description,categories,price,images\n${rows.join('\n')}\n`,
  );
}
