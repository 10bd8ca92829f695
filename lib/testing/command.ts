import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';

const program = path.resolve(import.meta.dirname, '../bin/vitrine.js');

/** Why tests of the command are skipped; false where it is built. */
export const notBuilt: string | false =
  !existsSync(path.resolve(import.meta.dirname, '../dist/cli/jobs/work.js')) && 'npm run build first';

type Settings = Readonly<Record<string, string>>;

/** The built command, started in a folder that is its project, without a network. */
export function commandIn(root: string, settings: Settings = {}) {
  /** @param before a program that starts it, as in `unshare -m` */
  const start = (
    args: readonly string[],
    more: Settings = {},
    before: readonly string[] = [],
  ): ChildProcess => {
    const [first, ...rest] = [...before, process.execPath, program, ...args];
    return spawn(first, rest, {
      cwd: root,
      // A group of its own, which can be ended with the processes of its jobs.
      detached: true,
      env: { ...process.env, VITRINE_ROOT: root, HF_ENDPOINT: 'http://127.0.0.1:9', ...settings, ...more },
    });
  };
  const said = async (args: readonly string[], more: Settings = {}) => {
    const child = start(args, more);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
    const [status] = await once(child, 'close');
    return { status, text };
  };
  return { start, said };
}

/** Ends a process and those that it started, as a machine does that loses power. */
export async function cutOff(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  process.kill(-child.pid!, 'SIGKILL');
  await exited;
}
