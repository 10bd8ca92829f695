import { setTimeout as delay } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import type { DriverSettings } from './connection.js';
import { quotedName } from './names.js';

const againMs = 1000;

/**
 * Calls `heard` at each NOTIFY on a channel, and whenever a connection begins: what was told before it is not heard.
 * @returns what ends it
 */
export function listening(settings: DriverSettings, channel: string, heard: () => void): () => Promise<void> {
  const stop = new AbortController();
  const ended = (async () => {
    while (!stop.signal.aborted) {
      await connection(settings, channel, heard, stop.signal).catch(() => {});
      await delay(againMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return async () => {
    stop.abort();
    await ended;
  };
}

/** Lasts until the connection is lost, or listening ends. */
async function connection(
  settings: DriverSettings,
  channel: string,
  heard: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...settings, keepAlive: true } as ClientConfig);
  const isOver = new Promise<void>((over) => {
    client.on('error', () => over());
    client.on('end', () => over());
    signal.addEventListener('abort', () => over(), { once: true });
  });
  client.on('notification', heard);
  try {
    await client.connect();
    await client.query(`LISTEN ${quotedName([channel])}`);
    heard();
    await isOver;
  } finally {
    await client.end().catch(() => {});
  }
}
