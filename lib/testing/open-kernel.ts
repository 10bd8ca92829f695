import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dealer, type Socket, Subscriber } from 'zeromq';
import { endKernel, startKernel } from '../notebook/run/kernel.js';
import { decodeMessage, encodeMessage, type Message, request } from '../notebook/run/messages.js';

type Content = Record<string, unknown>;

/** How a kernel answered a request to execute code, and what it published meanwhile, without states. */
export interface Executed {
  readonly reply: Content;
  readonly published: readonly { readonly type: string; readonly content: Content }[];
}

/** A real kernel, and the sockets that Jupyter would have to it. */
export async function openKernel(folder = tmpdir(), env: Record<string, string> = {}) {
  const kernel = await startKernel(folder, () => env);
  const { key, shell_port, control_port, iopub_port } = kernel.process.connection;
  const shell = new Dealer({ linger: 0 });
  const control = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const at = (port: number) => `tcp://127.0.0.1:${port}`;
  shell.connect(at(shell_port));
  control.connect(at(control_port));
  iopub.connect(at(iopub_port));
  iopub.subscribe();
  const heard: Message[] = [];
  const replies = new Map<string, (message: Message) => void>();
  const read = async (socket: Dealer | Subscriber, handle: (message: Message) => void) => {
    try {
      for await (const frames of socket) handle(decodeMessage(frames, key));
    } catch {
      // The socket was closed.
    }
  };
  const onReply = (message: Message) => replies.get(message.parent.msg_id ?? '')?.(message);
  read(shell, onReply);
  read(control, onReply);
  read(iopub, (message) => heard.push(message));

  const send = (type: string, content: Content, socket: Dealer = shell) => {
    const message = request(type, content, 'test');
    const { msg_id: id } = message.header;
    const reply = new Promise<Message>((resolve) => replies.set(id, resolve));
    socket.send(encodeMessage(message, key));
    return { id, reply };
  };
  const publishedFor = (id: string) => heard.filter(({ parent }) => parent.msg_id === id);
  const isIdle = ({ content }: Message) => content.execution_state === 'idle';
  const until = async (id: string, is: (message: Message) => boolean) => {
    while (!publishedFor(id).some(is)) await sleep(5);
  };

  // A subscriber hears nothing before its subscription has arrived.
  while (heard.length === 0) await send('kernel_info_request', {}).reply;

  return {
    /** The content of the reply. */
    async ask(type: string, content: Content = {}): Promise<Content> {
      return (await send(type, content).reply).content;
    },
    async execute(code: string, options: Content = {}): Promise<Executed> {
      const { id, reply } = send('execute_request', { code, ...options });
      const { content } = await reply;
      await until(id, isIdle);
      const published = publishedFor(id).filter(({ header }) => header.msg_type !== 'status');
      return {
        reply: content,
        published: published.map((message) => ({ type: message.header.msg_type, content: message.content })),
      };
    },
    async interrupt(): Promise<Content> {
      return (await send('interrupt_request', {}, control).reply).content;
    },
    /** Waits until some code has printed a text. */
    async printed(text: string): Promise<void> {
      while (!heard.some(({ content }) => String(content.text ?? '').includes(text))) await sleep(5);
    },
    async close(): Promise<void> {
      for (const socket of [shell, control, iopub] satisfies Socket[]) socket.close();
      await endKernel(kernel, 0);
    },
  };
}

/** What code printed and the text of its result. */
export function textsOf({ published }: Executed): string[] {
  return published
    .filter(({ type }) => type === 'stream' || type === 'execute_result')
    .map(({ content }) => String(content.text ?? (content.data as Content)['text/plain']));
}
