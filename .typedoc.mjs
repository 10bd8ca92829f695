// `npm run docs`: a page a door of lib/package.json.
import { readFileSync } from 'node:fs';

const { exports } = JSON.parse(readFileSync(new URL('lib/package.json', import.meta.url), 'utf8'));
const doors = Object.keys(exports).filter((door) => door !== './package.json');

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'vitrine',
  entryPoints: doors.map((door) => `lib/${door.slice(2)}/index.ts`),
  tsconfig: 'lib/tsconfig.build.json',
  out: 'outputs/docs',
  readme: 'none',
  plugin: ['typedoc-plugin-missing-exports'],
  placeInternalsInOwningModule: true,
  excludeExternals: true,
  treatWarningsAsErrors: true,
};
