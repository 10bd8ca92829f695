import type { Output } from '../document/index.js';
import type { Message } from './messages.js';

type Data = Record<string, unknown>;
/** What of an iopub message an output is made of. */
type Published = Pick<Message, 'content'> & { readonly header: Pick<Message['header'], 'msg_type'> };

/**
 * Turns the iopub messages of a notebook's cells into nbformat outputs. Outputs are changed in place when an
 * `update_display_data` names them, in earlier cells too.
 */
export class OutputCollector {
  readonly #displays = new Map<string, Output[]>();
  #clearNext = new Set<Output[]>();

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

  #stream(name: string, text: string, outputs: Output[]): void {
    const last = outputs.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text += text;
    else outputs.push({ output_type: 'stream', name, text });
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
