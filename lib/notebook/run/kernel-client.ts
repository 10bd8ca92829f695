import { randomUUID } from 'node:crypto';
import type { Dealer, Subscriber } from 'zeromq';
import type { Connection } from './connection.js';
import { decodeMessage, encodeMessage, type Message, request } from './messages.js';

export interface ExecuteReply {
  readonly status: 'ok' | 'error' | 'aborted';
  readonly executionCount: number | null;
  /** What went wrong, as the kernel tells it; empty where nothing did. */
  readonly error: string;
}

interface Pending {
  reply?: Message;
  idle: boolean;
  resolve(reply: Message): void;
  reject(reason: unknown): void;
}

/** The runner's end of a kernel: shell and control requests, and the iopub stream of what cells put out. */
export class KernelClient {
  readonly #session = randomUUID();
  readonly #pending = new Map<string, Pending>();
  readonly #listeners = new Map<string, (message: Message) => void>();
  #heardIopub = false;
  #closed = false;
  readonly #connection: Connection;
  readonly #shell: Dealer;
  readonly #control: Dealer;
  readonly #iopub: Subscriber;

  private constructor(connection: Connection, shell: Dealer, control: Dealer, iopub: Subscriber) {
    this.#connection = connection;
    this.#shell = shell;
    this.#control = control;
    this.#iopub = iopub;
    this.#read(shell, (message) => this.#onReply(message));
    this.#read(control, (message) => this.#onReply(message));
    this.#read(iopub, (message) => this.#onIopub(message));
  }

  static async connect(connection: Connection): Promise<KernelClient> {
    const { Dealer, Subscriber } = await import('zeromq');
    const address = (port: number) => `${connection.transport}://${connection.ip}:${port}`;
    // Linger 0: closing must not wait for a kernel that is gone. No high-water mark: outputs must not be dropped.
    const shell = new Dealer({ linger: 0 });
    const control = new Dealer({ linger: 0 });
    const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
    shell.connect(address(connection.shell_port));
    control.connect(address(connection.control_port));
    iopub.connect(address(connection.iopub_port));
    iopub.subscribe();
    return new KernelClient(connection, shell, control, iopub);
  }

  /**
   * Asks for the kernel's description until it answers on both channels (a subscriber hears nothing before its
   * subscription has arrived, so a first answer on shell alone is not enough).
   */
  async ready(): Promise<Record<string, unknown>> {
    for (;;) {
      const asked = this.#request(this.#shell, 'kernel_info_request', {}, () => {}, false);
      const reply = await Promise.race([
        asked,
        new Promise<null>((resolve) => setTimeout(() => resolve(null), 250)),
      ]);
      if (this.#heardIopub) return (reply ?? (await asked)).content;
      if (this.#closed) throw new Error('the connection to the kernel was closed');
    }
  }

  /** Runs code; resolves when the kernel replied and went idle, so that all outputs have been heard. */
  async execute(code: string, onMessage: (message: Message) => void): Promise<ExecuteReply> {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    };
    const reply = await this.#request(this.#shell, 'execute_request', content, onMessage, true);
    const { status, execution_count: count, traceback = [] } = reply.content;
    return {
      status: status as ExecuteReply['status'],
      executionCount: typeof count === 'number' ? count : null,
      error: (traceback as string[]).join('\n'),
    };
  }

  /** Asks the kernel to end itself; does not wait. */
  requestShutdown(): void {
    this.#request(this.#control, 'shutdown_request', { restart: false }, () => {}, false).catch(() => {});
  }

  close(): void {
    this.#closed = true;
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
    this.#fail(new Error('the connection to the kernel was closed'));
  }

  #request(
    socket: Dealer,
    type: string,
    content: Record<string, unknown>,
    onMessage: (message: Message) => void,
    untilIdle: boolean,
  ): Promise<Message> {
    const message = request(type, content, this.#session);
    const id = message.header.msg_id;
    this.#listeners.set(id, onMessage);
    const answered = new Promise<Message>((resolve, reject) => {
      this.#pending.set(id, { idle: !untilIdle, resolve, reject });
    });
    answered.catch(() => {});
    socket.send(encodeMessage(message, this.#connection.key)).catch((error) => this.#fail(error));
    return answered;
  }

  async #read(socket: Dealer | Subscriber, handle: (message: Message) => void): Promise<void> {
    try {
      for await (const frames of socket) handle(decodeMessage(frames, this.#connection.key));
    } catch (error) {
      if (!this.#closed) this.#fail(error);
    }
  }

  #onReply(message: Message): void {
    const pending = this.#pending.get(message.parent.msg_id ?? '');
    if (!pending) return;
    pending.reply = message;
    this.#settle(message.parent.msg_id as string, pending);
  }

  #onIopub(message: Message): void {
    this.#heardIopub = true;
    const id = message.parent.msg_id ?? '';
    const pending = this.#pending.get(id);
    if (message.header.msg_type !== 'status') this.#listeners.get(id)?.(message);
    else if (pending && message.content.execution_state === 'idle') {
      pending.idle = true;
      this.#settle(id, pending);
    }
  }

  #settle(id: string, pending: Pending): void {
    if (!pending.reply || !pending.idle) return;
    this.#pending.delete(id);
    pending.resolve(pending.reply);
  }

  #fail(reason: unknown): void {
    for (const pending of this.#pending.values()) pending.reject(reason);
    this.#pending.clear();
  }
}
