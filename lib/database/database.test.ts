import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedFolder } from '../testing/embedded-folder.js';
import { noPostgres, type PostgresServer, postgresServer } from '../testing/postgres-server.js';
import { type Database, DatabaseError, openDatabase, openEmbedded, quotedName } from './index.js';

let folder: string;
let server: PostgresServer | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-database-'));
  if (!noPostgres) server = await postgresServer();
}, 60_000);
afterAll(async () => {
  await server?.remove();
  await rm(folder, { recursive: true, force: true });
});

const kinds = [
  { kind: 'a server', skipped: noPostgres, open: () => openDatabase(server!.address()) },
  {
    kind: 'embedded',
    skipped: false,
    open: async () => openEmbedded(await embeddedFolder(path.join(folder, 'embedded'))),
  },
];

describe.each(kinds)('$kind', ({ kind, skipped, open }) => {
  if (skipped) return void test.skip(`${kind}: ${skipped}`, () => {});
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await database.query(
      'CREATE TABLE numbers (n int); INSERT INTO numbers SELECT generate_series(1, 1200);',
    );
  }, 60_000);
  afterAll(() => database?.close());

  test('values are alike with every driver', async () => {
    const [row] =
      await database.query(`SELECT 7::int8 AS id, 9007199254740993::int8 AS large, 1.10::numeric AS price,
      NULL::text AS missing, '{"a":[1]}'::jsonb AS nested, ARRAY['x','y z'] AS list, true AS flag,
      DATE '2026-01-31' AS day, TIMESTAMP '2026-01-31 10:00' AS local, TIMESTAMPTZ '2026-01-31 10:00+01' AS moment`);
    expect(row).toEqual({
      id: 7,
      large: '9007199254740993',
      price: '1.10',
      missing: null,
      nested: { a: [1] },
      list: ['x', 'y z'],
      flag: true,
      day: '2026-01-31',
      local: '2026-01-31 10:00:00',
      moment: new Date('2026-01-31T09:00:00Z'),
    });
  });

  test('values go beside a statement, names into it quoted', async () => {
    const name = `x'; DROP TABLE numbers; -- "$1`;
    expect(await database.query('SELECT $1::text AS given', [name])).toEqual([{ given: name }]);
    expect(await database.query(`SELECT 1 AS ${quotedName([name])}`)).toEqual([{ [name]: 1 }]);
  });

  test('a result comes in batches, and may be left early', async () => {
    const sizes: number[] = [];
    for await (const rows of database.stream('SELECT n FROM numbers WHERE n > $1', [100]))
      sizes.push(rows.length);
    expect(sizes).toEqual([500, 500, 100]);
    for await (const rows of database.stream('SELECT n FROM numbers', [], { batch: 10 })) {
      expect(rows).toHaveLength(10);
      break;
    }
    await expect(database.stream('SELECT n FROM none').next()).rejects.toMatchObject({ code: '42P01' });
    await expect(database.stream('DELETE FROM numbers RETURNING n').next()).rejects.toThrow(DatabaseError);
    expect(await database.query('SELECT count(*) AS n FROM numbers')).toEqual([{ n: 1200 }]);
  });

  test('a transaction is whole or nothing', async () => {
    const broken = database.transaction(async (queries) => {
      await queries.query('DELETE FROM numbers');
      throw new Error('no');
    });
    await expect(broken).rejects.toThrow('no');
    expect(await database.query('SELECT count(*) AS n FROM numbers')).toEqual([{ n: 1200 }]);
    await database.transaction((queries) => queries.query('DELETE FROM numbers WHERE n = $1', [1200]));
    expect(await database.query('SELECT max(n) AS n FROM numbers')).toEqual([{ n: 1199 }]);
    const changed = database.transaction((queries) => queries.query('DELETE FROM numbers'), {
      readOnly: true,
    });
    await expect(changed).rejects.toThrow(/may only be read here \(25006\)$/);
  });
});

if (noPostgres) test.skip(`the server's refusals: ${noPostgres}`, () => {});
else
  describe("the server's refusals", () => {
    const told = async (connection: string): Promise<string> => {
      const error = await openDatabase(connection).then(
        () => null,
        (thrown) => thrown,
      );
      expect(error).toBeInstanceOf(DatabaseError);
      expect(JSON.stringify([error.message, error])).not.toMatch(/tester|p@ss|wrong-password/);
      return error.message;
    };

    test('are told in one line without user and password', async () => {
      const { port } = server!;
      const wrong = `postgres://tester:wrong-password@127.0.0.1:${port}/postgres`;
      expect(await told(wrong)).toBe(
        `postgres://127.0.0.1:${port}/postgres refused the user or password; check both (28P01)`,
      );
      expect(await told(wrong.replace(':wrong-password', ''))).toMatch(/wants a password/);
      expect(await told(server!.address('nowhere'))).toBe(
        `postgres://127.0.0.1:${port}/nowhere is no database of that server; check its name (3D000)`,
      );
      expect(await told(`${server!.address()}?sslmode=require`)).toMatch(/has no TLS; .*SSL Mode=Disable/);
      expect(await told('postgres://tester:wrong-password@127.0.0.1:1/shop')).toMatch(
        /^postgres:\/\/127\.0\.0\.1:1\/shop cannot be reached: nothing listens there; .* \(ECONNREFUSED\)$/,
      );
      expect(await told('postgres://tester:wrong-password@db.invalid/shop')).toMatch(
        /no such host|not found/,
      );
    });

    test('a server that says nothing, or speaks otherwise, is told from one that is not there', async () => {
      const addressOf = async (answer: (socket: Socket) => void): Promise<string> => {
        const other = createServer((socket) => answer(socket.on('error', () => {})));
        others.push(other);
        await once(other.listen(0, '127.0.0.1'), 'listening');
        return `postgres://tester:wrong-password@127.0.0.1:${(other.address() as AddressInfo).port}/shop`;
      };
      const others: Server[] = [];
      const silent = await addressOf(() => {});
      expect(await told(`${silent}?connect_timeout=1`)).toMatch(/cannot be reached: no answer in time/);
      const web = await addressOf((socket) => socket.end('HTTP/1.1 400 Bad Request'));
      expect(await told(`${web}?sslmode=require`)).toMatch(/does not answer as PostgreSQL does/);
      for (const other of others) other.close();
    });

    test('both spellings, its socket, and a preference for TLS lead in', async () => {
      const { port, socketFolder, user, password } = server!;
      const quoted = `"${password.replaceAll('"', '""')}"`;
      const inside = `postgres://${user}:${encodeURIComponent(password)}@/postgres?host=${socketFolder}&port=${port}`;
      for (const connection of [
        `Server=127.0.0.1; Port=${port}; Database=postgres; User Id=${user}; Password=${quoted}; Pooling=true`,
        `${server!.address()}?sslmode=prefer&application_name=tried`,
        inside.replace('@/', '@localhost/'),
      ]) {
        const database = await openDatabase(connection);
        expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
        await database.close();
      }
    });

    test('a statement that takes too long, and a server that is stopped, leave a database that works again', async () => {
      const database = await openDatabase(server!.address());
      const slow = database.transaction((queries) => queries.query('SELECT pg_sleep(5)'), {
        statementTimeoutMs: 20,
      });
      await expect(slow).rejects.toThrow(/took longer .* \(57014\)$/);
      const broken = database.transaction(async (queries) => {
        await queries.query('SELECT 1');
        await server!.stop();
        await queries.query('SELECT 1');
      });
      await expect(broken).rejects.toThrow(/shut down|broke off/);
      await expect(database.query('SELECT 1')).rejects.toThrow(/cannot be reached/);
      await server!.start();
      expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await database.close();
    });
  });
