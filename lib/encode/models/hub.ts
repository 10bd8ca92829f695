import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../errors/index.js';
import { ModelError } from '../../onnx/index.js';
import { removeLeftovers, writeAtomically } from '../../store/index.js';

/** The files of a model can be had neither here nor from the hub; 'auto' then falls back. A file that is there and wrong is a plain `ModelError`. */
export class ModelUnavailableError extends ModelError {}

/** Progress of a download; `total` is 0 where the hub does not say it. */
export type DownloadProgress = (file: string, bytes: number, total: number) => void;

export interface HubTimeouts {
  /** Name look-up, connection and TLS. */
  readonly connectMs: number;
  /** From the request to the answer's first line, and between two pieces of a file. */
  readonly idleMs: number;
}

export const HUB_TIMEOUTS: HubTimeouts = { connectMs: 3_000, idleMs: 20_000 };

const MAX_BYTES = 2 ** 31 - 1;
const MAX_REDIRECTS = 5;
const ATTEMPTS = 3;
/** A hub that could not be reached is not asked again for this long, so that an offline start waits once. */
const UNREACHABLE_FOR_MS = 30_000;
const unreachable = new Map<string, { until: number; reason: string }>();

/** The hub's address: HF_ENDPOINT, else the public one. https, or http on this machine. */
export function hubEndpoint(): string {
  const endpoint = (process.env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !(url.protocol === 'https:' || isLoopback(url))) {
    throw new ModelError(`HF_ENDPOINT=${endpoint} is no https address; set it to one, or unset it`);
  }
  return endpoint;
}

export function hubUrl(repo: string, revision: string, file: string): string {
  return `${hubEndpoint()}/${repo}/resolve/${encodeURIComponent(revision)}/${file}`;
}

export interface Expected {
  readonly bytes?: number;
  readonly sha256?: string;
  /** Default 2 GB. */
  readonly maxBytes?: number;
}

/**
 * Fetches a file of the hub to `target`, whole and with the expected hash, or not at all. Returns its SHA-256, or
 * null where the hub has no such file. Tries again when a connection breaks off. What a killed process left of an earlier
 * download of the file is removed.
 * Throws `ModelUnavailableError` for a hub that is unreachable, refuses or breaks off, `ModelError` for a file that is not what it must be.
 */
export async function download(
  url: string,
  target: string,
  expected: Expected = {},
  { timeouts = HUB_TIMEOUTS, onProgress }: { timeouts?: HubTimeouts; onProgress?: DownloadProgress } = {},
): Promise<string | null> {
  await removeLeftovers(target);
  for (let attempt = 1; ; attempt++) {
    try {
      return await downloadOnce(url, target, expected, timeouts, onProgress);
    } catch (error) {
      const again = error instanceof BrokenOffError && attempt < ATTEMPTS;
      if (!again) throw error;
      await sleep(250 * 4 ** (attempt - 1));
    }
  }
}

/** Asks the hub for a file without fetching it: null if it is there, else the reason why not. */
export async function whyUnreachable(
  url: string,
  timeouts: HubTimeouts = HUB_TIMEOUTS,
): Promise<string | null> {
  try {
    const response = await request(url, 'HEAD', timeouts);
    await response.close();
    return response.status < 400 ? null : `${url} answered ${response.status}`;
  } catch (error) {
    return messageOf(error);
  }
}

/** A connection that was there and failed. */
class BrokenOffError extends ModelUnavailableError {}

async function downloadOnce(
  url: string,
  target: string,
  { bytes, sha256, maxBytes = MAX_BYTES }: Expected,
  timeouts: HubTimeouts,
  onProgress?: DownloadProgress,
): Promise<string | null> {
  const response = await request(url, 'GET', timeouts);
  try {
    if (response.status === 404) return null;
    if (response.status === 401 || response.status === 403) {
      throw new ModelUnavailableError(
        `${url} answered ${response.status}: the hub has no such public model; check its name`,
      );
    }
    if (response.status >= 500 || response.status === 429)
      throw new BrokenOffError(`${url} answered ${response.status}`);
    if (response.status !== 200)
      throw new ModelUnavailableError(`${url} answered ${response.status}; check HF_ENDPOINT`);
    const announced = response.length;
    const limit = bytes ?? maxBytes;
    const tooLarge = (size: number) =>
      new ModelError(`${url} has ${size} bytes, more than the ${limit} expected; nothing was kept`);
    if (announced > limit) throw tooLarge(announced);

    const hash = createHash('sha256');
    let received = 0;
    await writeAtomically(target, async (handle) => {
      try {
        for await (const chunk of response.body) {
          received += chunk.length;
          if (received > limit) throw tooLarge(received);
          hash.update(chunk);
          await handle.writeFile(chunk);
          onProgress?.(url, received, bytes ?? announced);
        }
      } catch (error) {
        if (error instanceof ModelError || (error as NodeJS.ErrnoException).syscall === 'write') throw error;
        const Kind =
          (error as { code?: string }).code === 'UND_ERR_BODY_TIMEOUT'
            ? ModelUnavailableError
            : BrokenOffError;
        throw new Kind(`${url} broke off after ${received} bytes: ${messageOf(error)}`, { cause: error });
      }
      if (received < (bytes ?? announced)) {
        throw new BrokenOffError(`${url} broke off after ${received} of ${bytes ?? announced} bytes`);
      }
      const got = hash.copy().digest('hex');
      if (sha256 !== undefined && got !== sha256) {
        throw new ModelError(
          `${url} has SHA-256 ${got}, expected ${sha256}; nothing was kept: try again, and if it stays so, check HF_ENDPOINT and proxies`,
        );
      }
    });
    return hash.digest('hex');
  } catch (error) {
    const cause = (error as Error).cause;
    throw cause instanceof ModelError ? cause : error;
  } finally {
    await response.close();
  }
}

interface Response {
  readonly status: number;
  /** Announced size, 0 if unknown. */
  readonly length: number;
  readonly body: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** One request, redirects followed: over https, or on this machine where the hub itself is there. */
async function request(url: string, method: 'GET' | 'HEAD', timeouts: HubTimeouts): Promise<Response> {
  const { origin } = new URL(url);
  const known = unreachable.get(origin);
  if (known && known.until > Date.now()) throw new ModelUnavailableError(known.reason);

  const { EnvHttpProxyAgent, request: send } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.idleMs,
    bodyTimeout: timeouts.idleMs,
  });
  let address = new URL(url);
  try {
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const { statusCode, headers, body } = await send(address, { method, dispatcher });
      const location = String(headers.location ?? '');
      if (statusCode < 300 || statusCode >= 400 || location === '') {
        const close = async () => {
          body.on('error', () => {}).destroy();
          await dispatcher.destroy();
        };
        return { status: statusCode, length: Number(headers['content-length'] ?? 0), body, close };
      }
      await body.dump();
      const next = new URL(location, address);
      if (next.protocol !== 'https:' && !(isLoopback(next) && isLoopback(new URL(url)))) {
        throw new ModelUnavailableError(
          `${url} redirects to ${next.origin}, which is no https address; nothing was fetched`,
        );
      }
      address = next;
    }
    throw new ModelUnavailableError(`${url} redirects more than ${MAX_REDIRECTS} times; check HF_ENDPOINT`);
  } catch (error) {
    await dispatcher.destroy();
    if (error instanceof ModelError) throw error;
    const reason = `${origin} cannot be reached (${reasonOf(error)})`;
    unreachable.set(origin, { until: Date.now() + UNREACHABLE_FOR_MS, reason });
    throw new ModelUnavailableError(reason, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return messageOf(error) || code || cause?.code || 'no reason given';
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
