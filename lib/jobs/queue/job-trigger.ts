import { type Database, DatabaseError, quotedName } from '../../database/index.js';
import type { OpenTable } from '../../database/tables/index.js';
import type { JobColumn } from './columns.js';

/** Where it is told that a job has become pending. */
export const jobChannel = 'vitrine_jobs';

const name = 'vitrine_job_pending';
/** Not allowed, and not for a view. */
const cannot = new Set(['42501', '42809']);

/** Whether the database tells of jobs that become pending: a trigger is set on the table, unless there is one. */
export async function tellsOfJobs(database: Database, table: OpenTable<JobColumn>): Promise<boolean> {
  try {
    await database.transaction(async (queries) => {
      await queries.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`vitrine trigger ${table.sql}`]);
      const [{ schema, isSet }] = await queries.query<{ schema: string; isSet: boolean }>(
        `SELECT n.nspname::text AS schema, EXISTS (
           SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = c.oid AND tgname = $2 AND tgenabled <> 'D') AS "isSet"
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE c.oid = to_regclass($1)`,
        [table.sql, name],
      );
      if (!isSet) await queries.query(trigger(schema, table));
    });
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && cannot.has(error.code)) return false;
    throw error;
  }
}

function trigger(schema: string, { sql, columns: { status } }: OpenTable<JobColumn>): string {
  const tell = quotedName([schema, name]);
  return `
    CREATE OR REPLACE FUNCTION ${tell}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_catalog.pg_notify('${jobChannel}', TG_RELID::text); RETURN NULL; END $$;
    DROP TRIGGER IF EXISTS ${name} ON ${sql};
    CREATE TRIGGER ${name} AFTER INSERT OR UPDATE OF ${status} ON ${sql}
      FOR EACH ROW WHEN (NEW.${status}::text = 'pending') EXECUTE FUNCTION ${tell}()`;
}
