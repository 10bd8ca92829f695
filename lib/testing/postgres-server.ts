import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../database/index.js';
import { temporaryFolder } from '../store/leases/index.js';

const user = 'tester';
const password = 'p@ss;w"rd/1';
const installed = '/usr/lib/postgresql';

export interface PostgresServer {
  /** An address with user and password, of the database `postgres` unless another is named. */
  address(database?: string): string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** A folder with its socket. */
  readonly socketFolder: string;
  /** Ends it as `systemctl stop` does. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes what it kept. */
  remove(): Promise<void>;
}

/** Where PostgreSQL's programs are; a text that says why there are none that can be used. */
function programs(): { readonly folder: string } | string {
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions
    .map((version) => path.join(installed, version, 'bin'))
    .find((bin) => existsSync(path.join(bin, 'initdb')));
  if (!folder) return `no PostgreSQL in ${installed}: apt install postgresql`;
  if (process.getuid?.() === 0 && !serverUser())
    return 'PostgreSQL does not run as root, and there is no user postgres';
  return { folder };
}

/** Why tests of a real server are skipped; false where they are not. */
export const noPostgres: string | false = ((found) => typeof found === 'string' && found)(programs());

/** A PostgreSQL server on this machine, for tests: the real one, empty, gone afterwards. */
export async function postgresServer(): Promise<PostgresServer> {
  const found = programs();
  if (typeof found === 'string') throw new Error(found);
  const temporary = await temporaryFolder('postgres');
  const own = process.getuid?.() === 0 ? serverUser() : undefined;
  if (own) chownSync(temporary.path, own.uid, own.gid);
  const passwordFile = path.join(temporary.path, 'password');
  writeFileSync(passwordFile, password);
  const data = path.join(temporary.path, 'data');
  const initialised = ['-D', data, '-U', user, '-A', 'scram-sha-256', '--pwfile', passwordFile, '--no-sync'];
  execFileSync(
    path.join(found.folder, 'initdb'),
    [...initialised, '--no-instructions', '--locale=C', '-E', 'UTF8'],
    { ...own, stdio: 'pipe' },
  );
  const port = await freePort();
  const settings = {
    fsync: 'off',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: temporary.path,
    shared_buffers: '16MB',
    max_connections: '30',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const address = (database = 'postgres') =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;
  const stop = async (signal: NodeJS.Signals = 'SIGINT') => {
    if (!server) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
    server = undefined;
  };
  const start = async () => {
    server = spawn(path.join(found.folder, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...own,
      stdio: 'ignore',
    });
    await ready(address());
  };
  await start();
  return {
    ...{ address, port, user, password, socketFolder: temporary.path, start },
    stop: () => stop(),
    remove: async () => {
      await stop('SIGQUIT');
      await temporary.remove();
    },
  };
}

async function ready(address: string): Promise<void> {
  for (let left = 200; ; left--) {
    try {
      const database = await openDatabase(address);
      return await database.close();
    } catch (error) {
      if (left === 0) throw error;
      await delay(50);
    }
  }
}

function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
