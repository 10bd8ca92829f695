import { writeFileSync } from 'node:fs';
import { rm, stat, utimes } from 'node:fs/promises';

/** How long a lease holds that nobody renews, in ms. */
export const leaseMs = 10 * 60 * 1000;
const heartbeatMs = leaseMs / 20;

/**
 * A file that says "in use" for as long as it is there and its holder, which touches it every half minute, lives. Unlike
 * a process id it means the same in every container, and on every machine, that shares the folder.
 */
export class Lease {
  readonly #timer: NodeJS.Timeout;

  private constructor(readonly path: string) {
    this.#timer = setInterval(() => void this.renew(), heartbeatMs).unref();
  }

  /** @param about what the file says of its holder */
  static take(path: string, about = ''): Lease {
    writeFileSync(path, about);
    return new Lease(path);
  }

  /** Touches the file; one that others took for abandoned and removed stays away. */
  async renew(): Promise<void> {
    const now = new Date();
    await utimes(this.path, now, now).catch(() => {});
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await rm(this.path, { force: true }).catch(() => {});
  }
}

/** Whether somebody holds the lease of this path: undefined where there is none. */
export async function isHeld(path: string): Promise<boolean | undefined> {
  const found = await stat(path).catch(() => null);
  return found ? Date.now() - found.mtimeMs < leaseMs : undefined;
}
