// The program of a kernel: node kernel.cjs CONNECTION_FILE [--end-with-stdin]
// It is tslab's own kernel with its socket of outputs, its reading of cells and its errors mended.
const { createRequire } = require('node:module');
const path = require('node:path');
const { format } = require('node:util');
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
  new Worker(`(${endWithStdin})()`, { eval: true, workerData: path.dirname(connectionFile) }).unref();
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

const converter = createRequire(tslab)('./converter.js');
const ts = createRequire(tslab)('@tslab/typescript-for-tslab');
const parse = (source) => ts.createSourceFile('cell.ts', `${source}\nexport {};`, ts.ScriptTarget.Latest);

// tslab rewrites a name of an earlier cell to a property of its exports, but not where the name is a shorthand property:
// `{ weights }` fails with "weights is not defined". Written out as `{ weights: weights }` it works.
function withoutShorthand(source) {
  const ends = [];
  const visit = (node) => {
    if (ts.isShorthandPropertyAssignment(node) && !node.objectAssignmentInitializer) ends.push(node);
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return ends.reduceRight(
    (text, { end, name }) => `${text.slice(0, end)}: ${name.text}${text.slice(end)}`,
    source,
  );
}

// tslab knows a top-level await by the compiler's complaint, which `await (…)`, `await […]` and `for await` do not
// cause: `await (await f()).g()` then fails with "await is not defined".
function hasTopLevelAwait(source) {
  const visit = (node) => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(parse(source));
}

const { createConverter } = converter;
converter.createConverter = (options) => {
  const created = createConverter(options);
  return {
    ...created,
    convert(before, source) {
      const converted = created.convert(before, withoutShorthand(source));
      if (converted.output && hasTopLevelAwait(source)) converted.hasToplevelAwait = true;
      return converted;
    },
  };
};

// tslab prints an error with the stack of its own files, and its reply says no more than that there was one, which is
// all that programs such as nbconvert then have to show.
const executor = createRequire(tslab)('./executor.js');
const { JupyterHandlerImpl, ZmqServer } = createRequire(tslab)('./jupyter.js');
const { createExecutor } = executor;
const ownFrame =
  /\n\s+at .*(?:[\\/]tslab[\\/]dist[\\/]|[\\/]kernel\.cjs:|\bnode:(?:vm|internal)\b).*?(?=(?: \{)?(?:\n|$))/g;
let failure = '';
executor.createExecutor = (root, converters, console) => {
  const error = (...values) => {
    const text = format(...values).replace(ownFrame, '');
    failure += `${text}\n`;
    console.error(text);
  };
  const created = createExecutor(root, converters, { ...console, error });
  const execute = (source) => {
    failure = '';
    return created.execute(source);
  };
  return { ...created, execute };
};
const { handleExecute, handleExecuteImpl } = JupyterHandlerImpl.prototype;
JupyterHandlerImpl.prototype.handleExecute = async function (...request) {
  const reply = await handleExecute.apply(this, request);
  if (reply.status !== 'error') return reply;
  const traceback = failure.trimEnd().split('\n');
  const named = traceback
    .map((line) => /^(\w*(?:Error|Exception))(?: \[\w+\])?: (.*)$/.exec(line))
    .find(Boolean);
  return { ...reply, ename: named?.[1] ?? 'Error', evalue: named?.[2] ?? traceback[0], traceback };
};

// Where Jupyter started the kernel, nobody else knows what was executed. The kernel keeps it, and publishes the runs that
// a cell finishes once the cell has ended, with the notebook and its report beside them, as `vitrine run` does.
let executed = [];
let finishedRuns = [];
if (!process.env.VITRINE_HANDOVER) {
  globalThis[Symbol.for('vitrine.takeOver')] = (staging) => finishedRuns.push(staging);
  JupyterHandlerImpl.prototype.handleExecuteImpl = async function (request, writeStream, writeDisplay) {
    const cell = { id: request.cell_id, code: request.code, started: new Date().toISOString(), messages: [] };
    executed = executed.filter(({ id, code }) => (id ?? code) !== (cell.id ?? cell.code));
    if (!request.silent) executed.push(cell);
    const keep = (type, content) => {
      const id = type === 'update_display_data' && content.transient?.display_id;
      const last = cell.messages.at(-1);
      if (id && last?.type === type && last.content.transient?.display_id === id) cell.messages.pop();
      cell.messages.push({ type, content });
    };
    const stream = (name, text) => {
      keep('stream', { name, text });
      writeStream(name, text);
    };
    const display = (data, update) => {
      keep(update ? 'update_display_data' : 'display_data', data);
      writeDisplay(data, update);
    };
    finishedRuns = [];
    const began = performance.now();
    const ended = (status, count) => {
      cell.status = status;
      cell.count = count.count ?? null;
      cell.seconds = (performance.now() - began) / 1000;
    };
    let count;
    try {
      count = await handleExecuteImpl.call(this, request, stream, display);
      ended('completed', count);
    } catch (error) {
      ended('failed', error);
      throw error;
    }
    if (finishedRuns.length === 0) return count;
    try {
      const { publishSession } = await import('../dist/cli/run/session.js');
      await publishSession(finishedRuns, executed);
    } catch (error) {
      failure = format(error);
      console.error(failure);
      throw count;
    }
    return count;
  };
}

// Jupyter says in the metadata of a request which cell it is of.
const { handleExecute: handleMessage } = ZmqServer.prototype;
ZmqServer.prototype.handleExecute = function (socket, message) {
  message.content.cell_id = message.metadata?.cellId;
  return handleMessage.call(this, socket, message);
};

require(tslab).startKernel({
  configPath: connectionFile,
  enableFindLocal: false,
  jsKernel: false,
  globalVersion: '',
});
