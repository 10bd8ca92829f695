import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder, readJson, syncFolder, writeJson } from '../../store/index.js';

const resultName = 'result.json';
const resultSchema = z.looseObject({ finished: z.string(), result: z.unknown() });

/**
 * The steps of a run in a folder, each in a folder of its own that is moved into place whole when the step is done.
 * A step that is there is not done again; what a killed one left is thrown away when it is done anew.
 */
export class Steps {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  path(step: string): string {
    return path.join(this.folder, step);
  }

  /**
   * Does a step, or returns what it returned when it was done. Of two processes that do it at once, the result of the
   * first counts for both.
   * @param work writes its files into the folder that it gets; its result must survive JSON
   */
  async once<T>(step: string, work: (folder: string) => Promise<T>): Promise<T> {
    const final = this.path(step);
    if (!(await exists(final))) {
      await makeFolder(this.folder);
      const unfinished = path.join(this.folder, `.${step}-${randomBytes(4).toString('hex')}`);
      try {
        await makeFolder(unfinished);
        const result = await work(unfinished);
        await writeJson(path.join(unfinished, resultName), { finished: new Date().toISOString(), result });
        await rename(unfinished, final);
        await syncFolder(this.folder);
      } catch (cause) {
        await rm(unfinished, { recursive: true, force: true });
        if (!(await exists(final))) throw cause;
      }
    }
    return (await readJson(path.join(final, resultName), resultSchema.parse)).result as T;
  }

  /** Removes a step, so that it is done again. */
  async forget(step: string): Promise<void> {
    const trash = path.join(this.folder, `.${step}-${randomBytes(4).toString('hex')}`);
    await rename(this.path(step), trash).catch(() => {});
    await rm(trash, { recursive: true, force: true });
  }

  /** Removes what killed steps left. */
  async clean(olderThanMs: number): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [] as string[])) {
      if (!name.startsWith('.')) continue;
      const file = path.join(this.folder, name);
      const changed = (await stat(file).catch(() => null))?.mtimeMs ?? Number.POSITIVE_INFINITY;
      if (Date.now() - changed >= olderThanMs) await rm(file, { recursive: true, force: true });
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}
