import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, writeJson } from './atomic.js';
import { storeError } from './errors.js';
import { Lease } from './leases/lease.js';
import { leaseSuffix, sweep } from './leases/leftovers.js';
import { projectPath } from './project.js';
import { manifestName, publishRun, stagingPrefix } from './run-folder.js';

/** A run that is being written, in a folder of its own that nobody reads yet. */
export interface Run {
  /** Id of the run that is being written, or of the one that was finished last. */
  readonly id: string;
  readonly job: string;
  /** The folder that the job's own folder is in: `outputs/` unless it was told otherwise. */
  readonly root: string;
  /** The staging folder, absolute. */
  readonly dir: string;
  /** A path in the staging folder. */
  path(...parts: string[]): string;
  /**
   * Publishes the run. Where `vitrine run` or the kernel of a notebook takes runs over, it only hands the folder over:
   * they add the executed notebook and the report and publish then.
   *
   * Whatever is written after that goes to a next run, with an id of its own, which begins with a copy of this one: a
   * notebook may be saved as often as one likes.
   */
  finish(): Promise<{ dir: string; handedOver: boolean }>;
  /** Publishes the run at once, without a notebook, whoever would take it over; gives its folder. */
  publish(): Promise<string>;
  /** Removes what was written: the run failed. */
  discard(): Promise<void>;
}

/**
 * Begins a run of a job: `<root>/<job>/.staging-<id>/`, `root` being `outputs/` of the project unless given.
 * A lease beside it says that it is in use; what killed and failed runs of the job left is removed. What is not finished
 * is removed when the process exits.
 * @throws {StoreError} when the folder cannot be written.
 * @example
 * const run = await createRun('ad-quality');
 * await writeJson(run.path('metrics.json'), metrics);
 * const { dir } = await run.finish(); // '/…/outputs/ad-quality/<id>'
 */
export async function createRun(job: string, options: { root?: string } = {}): Promise<Run> {
  const root = options.root ?? projectPath('outputs');
  const folder = path.join(root, job);
  await makeFolder(folder);
  await sweep(folder);
  let staging = Staging.begin(folder);
  let finished: { dir: string; handedOver: boolean } | null = null;
  // What was handed over and still is there was not published: the cell that did so failed later.
  const isPublished = () => finished !== null && !existsSync(staging.dir);
  /** The folder to write to: after a run that was published, that of the next one. */
  const current = () => {
    if (isPublished()) {
      staging = staging.next();
      finished = null;
    }
    return staging.dir;
  };
  const publish = async () => {
    if (!finished || !isPublished()) finished = { dir: await staging.publish(), handedOver: false };
    return finished.dir;
  };
  const finish = async () => {
    const takeOver = takingOver();
    if (!takeOver) return { dir: await publish(), handedOver: false };
    if (!finished || !isPublished()) finished = { dir: await staging.handOver(takeOver), handedOver: true };
    return finished;
  };
  return {
    get id() {
      return staging.id;
    },
    job,
    root,
    get dir() {
      return current();
    },
    path: (...parts) => path.join(current(), ...parts),
    finish,
    publish,
    discard: () => staging.discard(),
  };
}

/** Staging folders of this process that were neither finished nor discarded. */
const unfinished = new Set<string>();
process.once('exit', () => {
  for (const dir of unfinished) {
    rmSync(dir, { recursive: true, force: true });
    rmSync(dir + leaseSuffix, { force: true });
  }
});

/** The folder of one run, and the lease that says that it is in use. */
class Staging {
  readonly dir: string;
  readonly #lease: Lease;
  readonly #folder: string;

  private constructor(
    folder: string,
    readonly id: string,
  ) {
    this.#folder = folder;
    this.dir = path.join(folder, stagingPrefix + id);
    try {
      this.#lease = Lease.take(this.dir + leaseSuffix);
      mkdirSync(this.dir);
    } catch (cause) {
      throw storeError('write to', folder, cause);
    }
    unfinished.add(this.dir);
  }

  static begin(folder: string): Staging {
    const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    return new Staging(folder, `${time}-${randomBytes(2).toString('hex')}`);
  }

  /** The run after this one, which was published; it begins with what this one held. */
  next(): Staging {
    void this.#lease.release();
    const next = Staging.begin(this.#folder);
    const filter = (file: string) => path.basename(file) !== manifestName;
    cpSync(path.join(this.#folder, this.id), next.dir, { recursive: true, filter });
    return next;
  }

  async publish(): Promise<string> {
    const dir = await publishRun(this.dir);
    unfinished.delete(this.dir);
    await this.#lease.release();
    return dir;
  }

  async handOver(takeOver: (staging: string) => Promise<void> | void): Promise<string> {
    unfinished.delete(this.dir);
    await takeOver(this.dir);
    return path.join(this.#folder, this.id);
  }

  async discard(): Promise<void> {
    unfinished.delete(this.dir);
    await rm(this.dir, { recursive: true, force: true });
    await this.#lease.release();
  }
}

/**
 * Who takes finished runs over, if somebody does: `vitrine run`, which reads of it in the file that VITRINE_HANDOVER
 * names, or the kernel that this process is, by the function that it left for that.
 */
function takingOver(): ((staging: string) => Promise<void> | void) | undefined {
  const file = process.env.VITRINE_HANDOVER;
  if (file) return (staging) => writeJson(file, { staging });
  const kernel = globalThis as { [takeOverKey]?: (staging: string) => void };
  return kernel[takeOverKey];
}

const takeOverKey = Symbol.for('vitrine.takeOver');
