import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TemporaryFolder, temporaryFolder } from '../../store/leases/index.js';
import { type Connection, newConnection, writeConnection } from './connection.js';
import { kernelProgram } from './kernel-program.js';

const stderrKept = 64 * 1024;

/** How a kernel's process ended: its exit code or signal, and the end of what it wrote to its own stderr. */
export interface KernelExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** A tslab kernel as a child process, leader of a process group of its own. */
export class KernelProcess {
  /** Resolves when the process has ended, for whatever reason. */
  readonly exit: Promise<KernelExit>;
  /** Resolves when the kernel said that it cannot listen on its ports; tslab goes on running then. */
  readonly unusable: Promise<KernelExit>;
  #stderr = '';
  #running = true;
  readonly #temporary: TemporaryFolder;
  readonly #child: ChildProcess;

  private constructor(
    readonly connection: Connection,
    temporary: TemporaryFolder,
    child: ChildProcess,
  ) {
    this.#temporary = temporary;
    this.#child = child;
    child.stdout?.resume();
    this.unusable = new Promise((resolve) => {
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        this.#stderr = (this.#stderr + text).slice(-stderrKept);
        if (/EADDRINUSE/.test(this.#stderr)) resolve({ code: null, signal: null, stderr: this.#stderr });
      });
    });
    child.stdin?.on('error', () => {});
    this.exit = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#running = false;
        resolve({ code: null, signal: null, stderr: error.message });
      });
      child.once('exit', (code, signal) => {
        this.#running = false;
        // What it wrote last may still be in the pipe.
        setTimeout(() => resolve({ code, signal, stderr: this.#stderr }), 50);
      });
    });
  }

  /** A private folder, removed with the kernel. */
  get folder(): string {
    return this.#temporary.path;
  }

  /** Starts a kernel in the folder `cwd`; `env` makes its additional environment from its private folder. */
  static async start(
    cwd: string,
    env: (folder: string) => Record<string, string> = () => ({}),
  ): Promise<KernelProcess> {
    const temporary = await temporaryFolder('kernel');
    const folder = temporary.path;
    const connection = await newConnection();
    const connectionFile = path.join(folder, 'connection.json');
    await writeConnection(connectionFile, connection);
    const child = spawn(process.execPath, [kernelProgram(), connectionFile, '--end-with-stdin'], {
      cwd,
      env: { ...process.env, ...env(folder) },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A process group of its own: the terminal's Ctrl-C reaches the runner only, and the whole group can be ended.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    return new KernelProcess(connection, temporary, child);
  }

  /** Waits `graceMs` for the process to end by itself, then SIGTERM, then SIGKILL; its children are ended too. */
  async end(graceMs: number): Promise<void> {
    try {
      if (!(await this.#endsWithin(graceMs))) {
        this.#signal('SIGTERM');
        if (!(await this.#endsWithin(1000))) this.#signal('SIGKILL');
        await this.#endsWithin(2000);
      }
      this.#signal('SIGKILL');
    } finally {
      this.#child.stdin?.destroy();
      await this.#temporary.remove().catch(() => {});
    }
  }

  /** Ends the process and its children at once. */
  kill(): void {
    this.#signal('SIGKILL');
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const timer = new AbortController();
    const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
    const ended = await Promise.race([this.exit.then(() => true), late]);
    timer.abort();
    return ended;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      if (this.#running) spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' });
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch (error) {
      // ESRCH: the group is empty.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
