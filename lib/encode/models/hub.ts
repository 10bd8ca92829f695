import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../errors/index.js';
import {
  HostHealth,
  type HttpAnswer,
  HttpClient,
  HttpError,
  isPrivateChannel,
  Passing,
  retryAfterMs,
  retrying,
  shownAddress,
} from '../../http/index.js';
import { ModelError } from '../../onnx/index.js';
import { writeAtomically } from '../../store/index.js';
import { sweep } from '../../store/leases/index.js';
import { ModelUnavailableError } from './errors.js';

/** Progress of a download; `total` is 0 where the hub does not say it. */
export type DownloadProgress = (file: string, bytes: number, total: number) => void;

export interface HubTimeouts {
  /** Name look-up, connection and TLS. */
  readonly connectMs: number;
  /** From the request to the answer's first line, and between two pieces of a file. */
  readonly idleMs: number;
}

const hubTimeouts: HubTimeouts = { connectMs: 3_000, idleMs: 20_000 };

const maxFileBytes = 2 ** 31 - 1;
const maxRedirects = 5;
/** A hub that could not be reached is not asked again for half a minute, so that an offline start waits once. */
const health = new HostHealth({ refusals: 1, settleMs: 0, downMs: 30_000 });

/** The hub's address: HF_ENDPOINT, else the public one. https, or http on this machine. */
export function hubEndpoint(): URL {
  const endpoint = process.env.HF_ENDPOINT || 'https://huggingface.co';
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !isPrivateChannel(url)) {
    throw new ModelError(
      `HF_ENDPOINT=${shownAddress(endpoint)} is no https address; set it to one, or unset it`,
    );
  }
  return url;
}

/** Where the hub has a file; with the user, password and query of its address, so print its `shownAddress`. */
export function hubUrl(repo: string, revision: string, file: string): string {
  const url = hubEndpoint();
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${repo}/resolve/${encodeURIComponent(revision)}/${file}`;
  return url.href;
}

export interface Expected {
  readonly bytes?: number;
  readonly sha256?: string;
  /** Bytes at which the download ends as too large. Default 2 GB. */
  readonly maxBytes?: number;
}

/**
 * Fetches a file of the hub to `target`, whole and with the expected hash, or not at all. Returns its SHA-256, or
 * null where the hub has no such file. Tries again when a connection breaks off. What killed processes left
 * beside it is removed.
 * @throws {ModelUnavailableError} for a hub that is unreachable, refuses or breaks off.
 * @throws {ModelError} for a file that is not what it must be.
 */
export async function download(
  url: string,
  target: string,
  expected: Expected = {},
  { timeouts = hubTimeouts, onProgress }: { timeouts?: HubTimeouts; onProgress?: DownloadProgress } = {},
): Promise<string | null> {
  await sweep(path.dirname(target));
  const client = hubClient(url, timeouts);
  const attempt = () => downloadOnce(client, url, target, expected, onProgress);
  try {
    return await retrying(attempt, { retries: 2, pauseMs: 250 });
  } finally {
    await client.close();
  }
}

/** Asks the hub for a file without fetching it: null if it is there, else the reason why not. */
export async function whyUnreachable(
  url: string,
  timeouts: HubTimeouts = hubTimeouts,
): Promise<string | null> {
  const client = hubClient(url, timeouts);
  try {
    const status = await ask(client, url, 'HEAD', async (answer) => answer.status);
    return status < 400 ? null : `${shownAddress(url)} answered ${status}`;
  } catch (error) {
    return messageOf(error);
  } finally {
    await client.close();
  }
}

/** Redirects are followed over https, or on this machine where the hub itself is there. */
function hubClient(url: string, { connectMs, idleMs }: HubTimeouts): HttpClient {
  return new HttpClient({
    connectTimeoutMs: connectMs,
    idleTimeoutMs: idleMs,
    maxRedirects,
    checkRedirect: (to) => {
      if (to.protocol === 'https:' || (isPrivateChannel(to) && new URL(url).protocol === 'http:')) return;
      throw new ModelUnavailableError(
        `${shownAddress(url)} redirects to ${to.origin}, which is no https address; nothing was fetched`,
      );
    },
  });
}

function downloadOnce(
  client: HttpClient,
  url: string,
  target: string,
  { bytes, sha256, maxBytes = maxFileBytes }: Expected,
  onProgress?: DownloadProgress,
): Promise<string | null> {
  return ask(client, url, 'GET', async (answer) => {
    const { status, announced } = answer;
    if (status === 404) return null;
    if (status !== 200) throw refusal(url, answer);
    const total = bytes ?? announced;
    const limit = bytes ?? maxBytes;
    const hash = createHash('sha256');
    let received = 0;
    const write = async (handle: FileHandle) => {
      for await (const piece of answer.pieces(limit)) {
        received += piece.length;
        hash.update(piece);
        await handle.writeFile(piece);
        onProgress?.(shownAddress(url), received, total);
      }
      if (received < total) throw new HttpError('cut off', `it has ${total}`);
      const got = hash.copy().digest('hex');
      if (sha256 !== undefined && got !== sha256) {
        throw new ModelError(
          `${shownAddress(url)} has SHA-256 ${got}, expected ${sha256}; nothing was kept: try again, and if it stays so, check HF_ENDPOINT and proxies`,
        );
      }
    };
    await writeAtomically(target, write).catch((error) => {
      if (!(error instanceof HttpError)) throw error;
      if (error.fault === 'too large') {
        throw new ModelError(
          `${shownAddress(url)} has too many bytes, more than the ${limit} expected; nothing was kept`,
        );
      }
      const broken = new ModelUnavailableError(
        `${shownAddress(url)} broke off after ${received} bytes: ${error.message}`,
        { cause: error },
      );
      throw error.fault === 'late' ? broken : new Passing(broken);
    });
    return hash.digest('hex');
  });
}

/** What a status other than 200 and 404 means. */
function refusal(url: string, answer: HttpAnswer): Error {
  const { status } = answer;
  const error = (advice: string) =>
    new ModelUnavailableError(`${shownAddress(url)} answered ${status}${advice}`);
  if (status === 401 || status === 403) {
    const { username } = new URL(url);
    return error(
      username
        ? ': check the user and the password in HF_ENDPOINT, and the name of the model'
        : ': the hub has no such public model; check its name',
    );
  }
  if (status < 500 && status !== 429) return error('; check HF_ENDPOINT');
  return new Passing(error(''), retryAfterMs(answer.header('retry-after')));
}

/** One request, to a hub that is not known to be unreachable. */
async function ask<T>(
  client: HttpClient,
  url: string,
  method: 'GET' | 'HEAD',
  read: (answer: HttpAnswer) => Promise<T>,
): Promise<T> {
  const { origin } = new URL(url);
  const down = health.down(origin);
  if (down) throw new ModelUnavailableError(down);
  try {
    return await client.send(url, { method }, read);
  } catch (cause) {
    if (!(cause instanceof HttpError)) throw cause;
    if (cause.fault === 'redirect') {
      throw new ModelUnavailableError(
        `${shownAddress(url)} redirects more than ${maxRedirects} times, or to no address; check HF_ENDPOINT`,
      );
    }
    const reason = `${origin} cannot be reached (${cause.message})`;
    health.failed(origin, reason, true);
    throw new ModelUnavailableError(reason, { cause });
  }
}
