import type { Output } from '../document/index.js';
import type { Message } from './messages.js';

type Data = Record<string, unknown>;
/** What of an iopub message an output is made of. */
type Published = Pick<Message, 'content'> & { readonly header: Pick<Message['header'], 'msg_type'> };

/** tslab prints the diagnostics of a cell that does not compile as "[file ]line:column - message". */
const diagnostic = /^(?:\S.* )?\d+:\d+ - /;

/**
 * Turns the iopub messages of a notebook's cells into nbformat outputs. Outputs are changed in place when an
 * `update_display_data` names them, in earlier cells too.
 */
export class OutputCollector {
  readonly #displays = new Map<string, Output[]>();
  /** The chunks of stderr of the cell that is running: tslab reports a failure nowhere else. */
  #stderr: { output: Output; text: string }[] = [];
  #clearNext = new Set<Output[]>();

  startCell(): void {
    this.#stderr = [];
  }

  /** Adds a message to the outputs of its cell. */
  add(message: Published, outputs: Output[]): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case 'stream':
        this.#clearIfAsked(outputs);
        this.#stream(String(content.name), String(content.text), outputs);
        break;
      case 'display_data':
      case 'execute_result':
        this.#clearIfAsked(outputs);
        this.#display(message, outputs);
        break;
      case 'update_display_data':
        this.#update(content);
        break;
      case 'clear_output':
        if (content.wait) this.#clearNext.add(outputs);
        else outputs.length = 0;
        break;
      case 'error':
        outputs.push({ output_type: 'error', ...content });
        break;
    }
  }

  /**
   * Turns the error text that tslab printed to stderr into an `error` output at the end of the outputs, and returns
   * the text. Warnings that the cell printed before stay where they are.
   */
  fail(outputs: Output[]): string {
    const chunks = this.#stderr.filter(({ output }) => outputs.includes(output));
    const diagnostics = chunks.filter(({ text }) => diagnostic.test(text));
    const taken =
      diagnostics.length > 0 && diagnostic.test(chunks.at(-1)!.text) ? diagnostics : chunks.slice(-1);
    for (const { output, text } of taken) cutLast(output, text);
    remove(outputs, (output) => output.output_type === 'stream' && output.text === '');
    const text = withoutSource(taken.map((chunk) => chunk.text).join(''));
    outputs.push(errorOutput(text));
    return text;
  }

  #stream(name: string, text: string, outputs: Output[]): void {
    let output = outputs.at(-1);
    if (output?.output_type === 'stream' && output.name === name) output.text += text;
    else {
      output = { output_type: 'stream', name, text };
      outputs.push(output);
    }
    if (name === 'stderr') this.#stderr.push({ output, text });
  }

  #display({ header, content }: Published, outputs: Output[]): void {
    const { data, metadata = {}, execution_count } = content;
    const output: Output = { output_type: header.msg_type, data: data as Data, metadata: metadata as Data };
    if (header.msg_type === 'execute_result') output.execution_count = execution_count;
    outputs.push(output);
    const id = (content.transient as { display_id?: string } | undefined)?.display_id;
    if (id) this.#displays.set(id, [...(this.#displays.get(id) ?? []), output]);
  }

  #update(content: Data): void {
    const id = (content.transient as { display_id?: string } | undefined)?.display_id ?? '';
    for (const output of this.#displays.get(id) ?? []) {
      output.data = content.data;
      output.metadata = content.metadata ?? {};
    }
  }

  #clearIfAsked(outputs: Output[]): void {
    if (this.#clearNext.delete(outputs)) outputs.length = 0;
  }
}

/** An nbformat `error` output of an error's printed text. */
export function errorOutput(text: string, name?: string): Output {
  const lines = text.split('\n');
  const [, ename, evalue] =
    /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception))(?: \[\w+\])?: (.*)$/m.exec(text) ?? [];
  return {
    output_type: 'error',
    ename: name ?? ename ?? 'Error',
    evalue: evalue ?? lines[0],
    traceback: lines,
  };
}

/** An error's text without what Node puts before it for code that was compiled in memory. */
function withoutSource(text: string): string {
  return text.replace(/^evalmachine\.<anonymous>:\d+\n.*\n\s*\^+\n\n/, '').trimEnd();
}

function cutLast(output: Output, text: string): void {
  const whole = output.text as string;
  const at = whole.lastIndexOf(text);
  output.text = whole.slice(0, at) + whole.slice(at + text.length);
}

function remove<T>(list: T[], unwanted: (item: T) => boolean): void {
  for (let i = list.length - 1; i >= 0; i--) if (unwanted(list[i])) list.splice(i, 1);
}
