import { createRequire } from 'node:module';
import type * as Zmq from 'zeromq';
import { TslabTypeScript } from './typescript.js';

const require = createRequire(import.meta.url);
const requireOfTslab = createRequire(require.resolve('tslab/dist/main.js'));

/** The compiler of cells. */
export const tslabTypeScript = new TslabTypeScript();
provide(requireOfTslab.resolve('@tslab/typescript-for-tslab'), tslabTypeScript.api);

// By default a cell that prints 500 lines in one go makes send() throw "Socket is busy writing", and with more than
// 1000 messages waiting zeromq drops some, the one that says that the cell has ended too.
const zeromq: typeof Zmq = requireOfTslab('zeromq');
const { Publisher } = zeromq;
Object.assign(zeromq, {
  Publisher: class extends Publisher {
    constructor(options?: object) {
      super({ ...options, sendHighWaterMark: 0, sendTimeout: 0 });
    }
  },
});

/** tslab itself: what cells import by that name. */
export const tslab: typeof import('tslab') = require('tslab');
export const {
  createConverter,
}: typeof import('tslab/dist/converter.js') = require('tslab/dist/converter.js');
export const { getCodeMetadata }: typeof import('tslab/dist/metadata.js') = require('tslab/dist/metadata.js');
export const { printQuickInfo }: typeof import('tslab/dist/inspect.js') = require('tslab/dist/inspect.js');
/** Its end of Jupyter's protocol; `lastWriteDisplayData` is where `display` writes to. */
export const jupyter: typeof import('tslab/dist/jupyter.js') = require('tslab/dist/jupyter.js');

/** Lets `require` give `exports` for a file. */
function provide(file: string, exports: unknown): void {
  require.cache[file] = Object.assign(new (require('node:module'))(file), {
    filename: file,
    loaded: true,
    exports,
  });
}
