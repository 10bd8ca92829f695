import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Dealer } from 'zeromq';
import { endKernel, startKernel } from './kernel.js';
import { decodeMessage, encodeMessage, request } from './messages.js';

test('the reply to a cell that fails says how, to Jupyter and nbconvert too', {
  timeout: 60_000,
}, async () => {
  const kernel = await startKernel(tmpdir(), () => ({}));
  const { key, shell_port } = kernel.process.connection;
  const shell = new Dealer({ linger: 0 });
  shell.connect(`tcp://127.0.0.1:${shell_port}`);
  const replyTo = async (code: string) => {
    await shell.send(encodeMessage(request('execute_request', { code }, 's'), key));
    return decodeMessage(await shell.receive(), key).content;
  };
  try {
    expect(await replyTo('console.log(1)')).toEqual({ status: 'ok', execution_count: 1 });
    const thrown = await replyTo(
      'throw Object.assign(new RangeError("alpha must be at most 1"), { alpha: 2 })',
    );
    expect(thrown).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'alpha must be at most 1' });
    const stack = (thrown.traceback as string[]).filter((line) => /^\s+at /.test(line));
    expect(stack[0]).toContain('evalmachine');
    expect(stack.join('\n')).not.toMatch(/tslab|node:|kernel\.cjs/);
    expect(thrown.traceback).toEqual(
      expect.arrayContaining([expect.stringMatching(/ \{$/), '  alpha: 2', '}']),
    );
    // tslab refuses what comes in the 200 ms after an error: the cells that were waiting.
    await sleep(500);
    expect(await replyTo('let a: number = "1";\nlet b: string = 2;')).toMatchObject({
      ename: 'Error',
      evalue: "1:5 - Type 'string' is not assignable to type 'number'.",
      traceback: [
        "1:5 - Type 'string' is not assignable to type 'number'.",
        "2:5 - Type 'number' is not assignable to type 'string'.",
      ],
    });
  } finally {
    shell.close();
    await endKernel(kernel, 0);
  }
});
