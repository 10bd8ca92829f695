import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { formatNotebook, parseNotebook, stripNotebook } from '../../notebook/document/index.js';
import { packageRoot } from '../../store/package/index.js';

/** What the build takes from the checkout for projects elsewhere: notebooks, `.env.example`, `data/README.md`. */
const taken = () => path.join(packageRoot(), 'dist', 'project');

const gitignore = `node_modules/
data/*
!data/README.md
outputs/
checkpoints/
.jupyter/
.env
`;

const npmrc = `# onnxruntime-node's install step would download CUDA libraries; the CPU build is in the package.
onnxruntime-node-install=skip
`;

const searchScript = `// Asks the newest run of the main notebook: node search.mjs
import { openRecommender } from 'vitrine/recommend';

const shop = await openRecommender();
for (const { score, product } of await shop.search('modern black leather chair', { k: 5 })) {
  console.log(score.toFixed(3), product.title, product.price);
}
`;

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023'],
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    skipLibCheck: false,
    allowJs: true,
    checkJs: true,
    noEmit: true,
  },
  include: ['**/*.ts', '**/*.mjs'],
  exclude: ['node_modules', 'data', 'outputs', 'checkpoints'],
};

/** The manifest of a project; `vitrine` is what npm installs the package from. */
export function projectManifest(name: string, vitrine: string): string {
  return json({
    name,
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      lab: 'vitrine lab',
      types: 'node node_modules/typescript/bin/tsc',
    },
    dependencies: { vitrine },
    devDependencies: { '@types/node': '20.19.43', typescript: '5.9.3' },
    allowScripts: {
      '@tensorflow/tfjs-node': true,
      'hnswlib-node': true,
      'onnxruntime-node': false,
      zeromq: true,
    },
  });
}

/** The files of a new project but for package.json, by their path in it. */
export async function projectFiles(): Promise<Map<string, string>> {
  const files = new Map([
    ['.gitignore', gitignore],
    ['.npmrc', npmrc],
    ['tsconfig.json', json(tsconfig)],
    ['search.mjs', searchScript],
  ]);
  for (const name of ['.env.example', 'data/README.md']) {
    files.set(name, await readFile(path.join(taken(), name), 'utf8'));
  }
  const notebooks = (await readdir(path.join(taken(), 'notebooks'))).sort();
  for (const name of notebooks) {
    const file = path.join(taken(), 'notebooks', name);
    files.set(
      `notebooks/${name}`,
      formatNotebook(stripNotebook(parseNotebook(await readFile(file, 'utf8'), file))),
    );
  }
  return files;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
