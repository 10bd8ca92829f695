import { thrownError } from './cell-error.js';
import type { CellExecutor, CellOutcome } from './cell-executor.js';
import { resultForms } from './result.js';
import type { Session } from './session.js';
import { jupyter, printQuickInfo } from './tslab.js';
import { typescript } from './typescript.js';

/** A request to execute code, as Jupyter sends it, with the id of the cell where it gives one. */
export interface ExecuteRequest {
  readonly code: string;
  readonly cell_id?: string;
  /** Without a number and a result; true for what programs ask on the side. */
  readonly silent?: boolean;
  readonly store_history?: boolean;
  /** Whether the cells that are waiting are given up when this one fails. */
  readonly stop_on_error?: boolean;
}

/** Publishes a message about a request to everybody who listens. */
export type Publish = (type: string, content: Record<string, unknown>) => void;

/** tslab's answers to Jupyter's requests, where cells are executed and errors are told as the protocol has it. */
export class CellHandler extends jupyter.JupyterHandlerImpl {
  readonly #cells: CellExecutor;
  readonly #session: Session | null;
  #count = 0;

  constructor(cells: CellExecutor, session: Session | null) {
    super(null as never, false);
    this.#cells = cells;
    this.#session = session;
  }

  /** Executes code; returns the reply. */
  async run(request: ExecuteRequest, send: Publish): Promise<Record<string, unknown>> {
    const { code, silent = false } = request;
    if (!silent && request.store_history !== false) this.#count++;
    const count = this.#count;
    const recorded = silent ? undefined : this.#session?.begin(request);
    const publish: Publish = (type, content) => {
      recorded?.keep(type, content);
      send(type, content);
    };
    if (!silent) send('execute_input', { code, execution_count: count });
    directOutput(publish);
    let outcome = await this.#cells.execute(code, count);
    if ('value' in outcome && !silent) outcome = await showResult(outcome.value, count, publish);
    recorded?.end('value' in outcome ? 'completed' : 'failed', count);
    if ('value' in outcome) outcome = await this.#publishRuns(outcome);
    if ('value' in outcome)
      return { status: 'ok', execution_count: count, user_expressions: {}, payload: [] };
    publish('error', { ...outcome.error });
    return { status: 'error', execution_count: count, ...outcome.error };
  }

  override handleKernel() {
    const info = super.handleKernel();
    const language_info = { ...info.language_info, version: typescript.version };
    return { ...info, status: 'ok', language_info };
  }

  override handleInspect({ code, cursor_pos }: { code: string; cursor_pos: number }) {
    const found = this.#cells.inspect(code, offsetAt(code, cursor_pos));
    const text = found.map((info) => printQuickInfo(info as never)).join('\n\n');
    const data: Record<string, string> = text ? { 'text/plain': text } : {};
    return { status: 'ok' as const, found: text !== '', data, metadata: {} };
  }

  override handleComplete({ code, cursor_pos }: { code: string; cursor_pos: number }) {
    const { start, end, candidates } = this.#cells.complete(code, offsetAt(code, cursor_pos));
    return {
      status: 'ok' as const,
      cursor_start: cursorAt(code, start),
      cursor_end: cursorAt(code, end),
      matches: candidates,
      metadata: {},
    };
  }

  override close(): void {
    this.#cells.close();
  }

  async #publishRuns(outcome: CellOutcome): Promise<CellOutcome> {
    try {
      await this.#session?.publishFinished();
      return outcome;
    } catch (thrown) {
      return { error: thrownError(thrown) };
    }
  }
}

/** The offset in a text of a cursor: Jupyter counts characters, also those that are two units of a JavaScript text. */
function offsetAt(code: string, cursor: number): number {
  return [...code].slice(0, cursor).join('').length;
}

function cursorAt(code: string, offset: number): number {
  return [...code.slice(0, offset)].length;
}

/** Publishes the value of a cell, where it has one. */
async function showResult(value: unknown, count: number, publish: Publish): Promise<CellOutcome> {
  if (value == null) return { value };
  try {
    const data = await resultForms(value, `In[${count}]`);
    publish('execute_result', { execution_count: count, data, metadata: {} });
    return { value };
  } catch (thrown) {
    return { error: thrownError(thrown) };
  }
}

/** What is printed and shown from now on goes to a cell, also when that has ended. */
function directOutput(publish: Publish): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    process[name].write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | ((error?: Error) => void),
      done?: (error?: Error) => void,
    ) => {
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      if (text) publish('stream', { name, text });
      const after = typeof encoding === 'function' ? encoding : done;
      if (after) process.nextTick(after);
      return true;
    };
  }
  jupyter.lastWriteDisplayData = (data, update) =>
    publish(update ? 'update_display_data' : 'display_data', { ...data });
}
