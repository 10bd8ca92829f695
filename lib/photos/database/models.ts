import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Database, openDatabase, type Queries } from '../../database/index.js';
import { type Naming, type OpenTable, openTable } from '../../database/tables/index.js';
import { UserError } from '../../errors/index.js';
import { readJson } from '../../store/index.js';
import type { PhotoDatabase } from '../data/photo.js';
import { fileNames } from '../model/files.js';
import { modelShape } from './tables.js';

type ModelColumn = keyof typeof modelShape.columns;
type ModelTable = OpenTable<ModelColumn>;

/** A published model and where it is. */
export interface ModelPlace {
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
}

/** What the table tells of a model, as its metadata.json has it. */
const toldSchema = z.looseObject({
  version: z.string(),
  dataHash: z.string(),
  database: z.string().optional(),
  metrics: z.looseObject({ accuracy: z.number(), top3: z.number(), photos: z.number() }),
  counts: z.looseObject({
    products: z.int(),
    train: z.int().default(0),
    validation: z.int().default(0),
    test: z.int().default(0),
  }),
});

/**
 * Opens the table of models, made where there is none.
 * @throws {UserError} for one with a column that a row has to give and nothing is known of
 */
export async function openModelTable(database: Database, naming: Naming): Promise<ModelTable> {
  const table = await openTable<ModelColumn>(database, modelShape, { naming });
  const { id } = table.found;
  const isNumber = id?.isRequired && !/^(uuid|text|character)/.test(id.type);
  const unknown = [...table.others.filter(({ isRequired }) => isRequired), ...(isNumber ? [id] : [])];
  if (unknown.length === 0) return table;
  throw new UserError(
    `${database.shown}: ${table.sql} has columns that a new row must give and nothing is known of: ${unknown.map(({ name }) => name).join(', ')}; give them a default`,
  );
}

/**
 * Tells the database which models there are and which one is active, in one transaction: a row is inserted for each model
 * in the folder that was trained on it and has none, so that what a job left that was killed in between is told by the
 * next; the champion becomes the active one, and the others stay.
 * @param champion the model that answers, read within the transaction
 */
export async function recordModels(
  { place, naming }: PhotoDatabase,
  published: ModelPlace,
  champion: () => Promise<ModelPlace | null>,
): Promise<void> {
  const database = await openDatabase(place);
  try {
    const table = await openModelTable(database, naming);
    const models = await modelsBeside(published.folder, String(place));
    await database.transaction(async (queries) => {
      await queries.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`vitrine models ${table.sql}`]);
      for (const model of models) await ensureRow(queries, table, model);
      const active = await champion();
      if (active) await activate(queries, table, active);
    });
  } finally {
    await database.close();
  }
}

/** Models in the same folder that were trained on the same database, by age. */
async function modelsBeside(folder: string, database: string): Promise<ModelPlace[]> {
  const parent = path.dirname(folder);
  const models: ModelPlace[] = [];
  for (const version of (await readdir(parent)).filter((name) => /^v\d+_/.test(name)).sort()) {
    const told = await readTold(path.join(parent, version)).catch(() => null);
    if (told?.database === database) models.push({ version, folder: path.join(parent, version) });
  }
  return models;
}

function readTold(folder: string) {
  return readJson(path.join(folder, fileNames.metadata), toldSchema.parse);
}

async function activate(queries: Queries, table: ModelTable, model: ModelPlace): Promise<void> {
  const { sql, columns } = table;
  await ensureRow(queries, table, model);
  const isIt = `(${columns.version} = $1 AND ${columns.path} = $2)`;
  const values = [model.version, model.folder];
  // First none and then one: another program may hold that two are never active.
  await queries.query(
    `UPDATE ${sql} SET ${columns.active} = false WHERE ${columns.active} AND ${isIt} IS NOT TRUE`,
    values,
  );
  await queries.query(
    `UPDATE ${sql} SET ${columns.active} = true WHERE ${isIt} AND ${columns.active} IS NOT TRUE`,
    values,
  );
}

async function ensureRow(
  queries: Queries,
  { sql, columns, found }: ModelTable,
  { version, folder }: ModelPlace,
): Promise<void> {
  const known = await queries.query(
    `SELECT 1 FROM ${sql} WHERE ${columns.version} = $1 AND ${columns.path} = $2`,
    [version, folder],
  );
  if (known.length > 0) return;
  const { metrics, counts, dataHash } = await readTold(folder);
  const row: Partial<Record<ModelColumn, unknown>> = {
    ...(found.id?.isRequired && { id: randomUUID() }),
    version,
    path: folder,
    accuracy: metrics.accuracy,
    products: counts.products,
    photos: counts.train + counts.validation + counts.test,
    dataHash,
    metrics: JSON.stringify({
      accuracy: metrics.accuracy,
      top3: metrics.top3,
      interval: metrics.interval,
      accepted: metrics.accepted,
      photos: metrics.photos,
    }),
    active: false,
    created: createdOf(version),
  };
  const keys = Object.keys(row) as ModelColumn[];
  await queries.query(
    `INSERT INTO ${sql} (${keys.map((key) => columns[key]).join(', ')}) VALUES (${keys.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  );
}

/** The moment in a version, `v{seconds}_{date}`. */
function createdOf(version: string): string {
  const seconds = /^v(\d+)_/.exec(version)?.[1];
  return new Date(seconds ? 1000 * Number(seconds) : Date.now()).toISOString();
}
