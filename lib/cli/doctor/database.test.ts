import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../database/index.js';
import { openQueue } from '../../jobs/index.js';
import { openModelTable } from '../../photos/database/models.js';
import { openPhotoTables } from '../../photos/database/tables.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';
import { checkDatabase } from './database.js';

describe.skipIf(noPostgres)(`the database${noPostgres ? ` (skipped: ${noPostgres})` : ''}`, () => {
  const before = process.env.DATABASE_URL;
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgresServer();
  }, 60_000);
  afterEach(() => {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  });
  afterAll(() => server?.remove());

  test('is asked whether it answers and has the tables, and is left as it is', async () => {
    process.env.DATABASE_URL = '';
    expect(await checkDatabase()).toEqual([]);
    process.env.DATABASE_URL = server.address();
    const shown = `postgres://127.0.0.1:${server.port}/postgres answers`;
    for (const _ of [1, 2]) {
      const [{ state, text }] = await checkDatabase();
      expect([state, text]).toEqual([
        'advice',
        expect.stringMatching(
          new RegExp(
            `^${shown}; Products, ProductPhotos, ModelMetadata, TrainingJobs not there yet, .*: the first job makes`,
          ),
        ),
      ]);
    }
    const database = await openDatabase(server.address());
    await openPhotoTables(database, new Map());
    await openModelTable(database, new Map());
    await database.close();
    await (await openQueue(server.address())).close();
    expect(await checkDatabase()).toEqual([
      {
        state: 'ok',
        name: 'database',
        text: `${shown}, and has Products, ProductPhotos, ModelMetadata, TrainingJobs`,
      },
    ]);
  });
});
