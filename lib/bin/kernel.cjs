// The program of a kernel: node kernel.cjs CONNECTION_FILE [--end-with-stdin]
// It is tslab's own kernel with its socket of outputs mended.
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Worker } = require('node:worker_threads');

const [connectionFile, option] = process.argv.slice(2);
const tslab = require.resolve('tslab/dist/main.js');

// The runner holds the other end of standard input. Once it is gone, a thread removes the runner's private folder and
// ends this process and its children: a thread, because a cell may keep the main one busy.
function endWithStdin() {
  const { rmSync } = require('node:fs');
  const { Socket } = require('node:net');
  const { workerData: folder } = require('node:worker_threads');
  const end = () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {}
    try {
      process.kill(-process.pid, 'SIGKILL');
    } catch {
      process.kill(process.pid, 'SIGKILL');
    }
  };
  new Socket({ fd: 0 })
    .on('error', () => {})
    .on('close', end)
    .resume();
}
if (option === '--end-with-stdin') {
  new Worker(`(${endWithStdin})()`, { eval: true, workerData: dirname(connectionFile) }).unref();
}

// By default a cell that prints 500 lines in one go makes send() throw "Socket is busy writing", and with more than
// 1000 messages waiting zeromq drops some, the one that says that the cell has ended too.
const zeromq = createRequire(tslab)('zeromq');
const { Publisher } = zeromq;
zeromq.Publisher = class extends Publisher {
  constructor(options) {
    super({ ...options, sendHighWaterMark: 0, sendTimeout: 0 });
  }
};

require(tslab).startKernel({
  configPath: connectionFile,
  enableFindLocal: false,
  jsKernel: false,
  globalVersion: '',
});
