import { expect, test } from 'vitest';
import { Publisher, Router } from 'zeromq';
import { newConnection } from './connection.js';
import { KernelClient } from './kernel-client.js';
import { decodeMessage, encodeMessage, type Message, request } from './messages.js';

test('a message survives its frames, behind routing identities', () => {
  const message = request('execute_request', { code: 'é' }, 's');
  const frames = [Buffer.from('identity'), ...encodeMessage(message, 'key')];
  expect(decodeMessage(frames, 'key')).toEqual(message);
});

test('a message that is signed otherwise, changed or cut is refused', () => {
  const frames = encodeMessage(request('status', { execution_state: 'idle' }, 's'), 'key');
  expect(() => decodeMessage(frames, 'another key')).toThrow('carries a signature');
  expect(() => decodeMessage([...frames.slice(0, 5), Buffer.from('{}')], 'key')).toThrow('signature');
  expect(() => decodeMessage(frames.slice(0, 4), 'key')).toThrow('cut short');
  expect(() => decodeMessage([], 'key')).toThrow('cut short');
});

/** A kernel that answers each request as told, over real sockets. */
async function fakeKernel(
  answer: (requested: Message, send: (type: string, content: object) => Promise<void>) => Promise<void>,
  key?: string,
) {
  const connection = await newConnection();
  const shell = new Router({ linger: 0 });
  const iopub = new Publisher({ linger: 0 });
  await shell.bind(`tcp://127.0.0.1:${connection.shell_port}`);
  await iopub.bind(`tcp://127.0.0.1:${connection.iopub_port}`);
  const serve = async () => {
    for await (const [identity, ...frames] of shell) {
      const requested = decodeMessage(frames, connection.key);
      const send = (type: string, content: object) => {
        const message = { ...request(type, { ...content }, 's'), parent: requested.header };
        const signed = encodeMessage(message, key ?? connection.key);
        return type.endsWith('_reply') ? shell.send([identity, ...signed]) : iopub.send(signed);
      };
      await answer(requested, send);
    }
  };
  const served = serve().catch(() => {});
  const client = await KernelClient.connect(connection);
  const close = async () => {
    client.close();
    shell.close();
    iopub.close();
    await served;
  };
  return { client, close };
}

test('a request ends when both the reply and the idle message are there, in either order', async () => {
  const { client, close } = await fakeKernel(async ({ header, content }, send) => {
    await send('status', { execution_state: 'busy' });
    if (header.msg_type === 'kernel_info_request') {
      await send('kernel_info_reply', { implementation: 'fake' });
      return send('status', { execution_state: 'idle' });
    }
    if (content.code === 'idle first') await send('status', { execution_state: 'idle' });
    else setTimeout(() => send('status', { execution_state: 'idle' }), 50);
    await send('stream', { name: 'stdout', text: 'late' });
    await send('execute_reply', { status: 'ok', execution_count: 1 });
  });
  expect(await client.ready()).toMatchObject({ implementation: 'fake' });
  for (const code of ['idle first', 'reply first']) {
    const heard: unknown[] = [];
    const reply = await client.execute(code, (message) => heard.push(message.content.text));
    expect(reply).toEqual({ status: 'ok', executionCount: 1, error: '' });
    if (code === 'reply first') expect(heard).toEqual(['late']);
  }
  await close();
});

test('a kernel with another key is not listened to', async () => {
  const { client, close } = await fakeKernel(
    (_, send) => send('execute_reply', { status: 'ok' }),
    'another key',
  );
  await expect(client.execute('1', () => {})).rejects.toThrow('signature that is not the kernel’s');
  await close();
});
