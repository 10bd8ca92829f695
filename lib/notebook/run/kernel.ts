import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../errors/index.js';
import { KernelClient } from './kernel-client.js';
import { type KernelExit, KernelProcess } from './kernel-process.js';

const startupTimeoutMs = 60_000;
const attempts = 3;

/** A running tslab kernel and the connection to it. */
export interface Kernel {
  readonly process: KernelProcess;
  readonly client: KernelClient;
  /** Its answer to `kernel_info_request`. */
  readonly info: Record<string, unknown>;
}

/**
 * Starts a tslab kernel in the folder `cwd` and waits until it answers. Another program may take one of the chosen
 * ports in between; then it is started anew.
 * @throws {UserError} when it does not start, with the last of what it printed
 */
export async function startKernel(
  cwd: string,
  env: (folder: string) => Record<string, string>,
  signal?: AbortSignal,
): Promise<Kernel> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const started = await tryStart(cwd, env, signal);
    if ('client' in started) return started;
    if (attempt === attempts || !/EADDRINUSE|address already in use/i.test(started.stderr)) {
      throw new UserError(
        `the tslab kernel did not start: ${describeExit(started)}; check the set-up with: npx vitrine doctor`,
      );
    }
  }
}

async function tryStart(
  cwd: string,
  env: (folder: string) => Record<string, string>,
  signal?: AbortSignal,
): Promise<Kernel | KernelExit> {
  const process = await KernelProcess.start(cwd, env);
  const client = await KernelClient.connect(process.connection);
  const timer = new AbortController();
  let kernel: Kernel | undefined;
  try {
    const late = sleep(startupTimeoutMs, undefined, { signal: timer.signal }).then(
      (): KernelExit => ({ code: null, signal: null, stderr: `no answer in ${startupTimeoutMs / 1000} s` }),
    );
    late.catch(() => {});
    const ready = client.ready().then((info): Kernel => ({ process, client, info }));
    ready.catch(() => {});
    const outcome = await Promise.race([ready, process.exit, process.unusable, late, aborted(signal, timer)]);
    if ('client' in outcome) kernel = outcome;
    return outcome;
  } finally {
    timer.abort();
    if (!kernel) {
      client.close();
      await process.end(0);
    }
  }
}

/** Shuts a kernel down: by request, then by signals; nothing of it is left running. */
export async function endKernel({ process, client }: Kernel, graceMs = 1500): Promise<void> {
  if (graceMs > 0) client.requestShutdown();
  try {
    await process.end(graceMs);
  } finally {
    client.close();
  }
}

/** In words: how a kernel's process ended, with the last of what it printed. */
export function describeExit({ code, signal, stderr }: KernelExit): string {
  const how = signal ? `killed by ${signal}` : code === null ? 'no exit code' : `exit code ${code}`;
  const hint = signal === 'SIGKILL' ? ' (by hand, or because memory ran out)' : '';
  const said = stderr.trim();
  return `${how}${hint}${said ? `: ${said}` : ''}`;
}

/** Rejects with the signal's reason when it is aborted; lets go of the signal when `timer` is. */
export function aborted(signal: AbortSignal | undefined, timer: AbortController): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: timer.signal });
    if (signal?.aborted) reject(signal.reason);
  });
}
