import { type Database, openDatabase } from '../../database/index.js';
import { databaseInUse, isThere, namingOf, type TableShape } from '../../database/tables/index.js';
import { setting } from '../../http/index.js';
import { jobShape } from '../../jobs/queue/index.js';
import { modelShape, photoShape, productShape, tableNames } from '../../photos/database/index.js';
import { advice, type Finding, ok } from './finding.js';

const shapes: readonly TableShape<string>[] = [productShape, photoShape, modelShape, jobShape];

/** Whether the database that DATABASE_URL names answers, and has the tables of the jobs; nothing is made in it. */
export async function checkDatabase(): Promise<Finding[]> {
  if (!setting('DATABASE_URL')) return [];
  const database = await openDatabase(databaseInUse());
  try {
    return [await findingOf(database)];
  } finally {
    await database.close();
  }
}

async function findingOf(database: Database): Promise<Finding> {
  const naming = namingOf('', tableNames);
  const there = await Promise.all(shapes.map((shape) => isThere(database, shape, naming)));
  const missing = shapes.filter((_, i) => !there[i]).map(({ name }) => name);
  const answers = `${database.shown} answers`;
  if (missing.length === 0) return ok('database', `${answers}, and has ${tableNames.join(', ')}`);
  return advice(
    'database',
    `${answers}; ${missing.join(', ')} not there yet, or without a column that is needed: the first job makes what is missing, DATABASE_TABLES names what is called otherwise`,
  );
}
