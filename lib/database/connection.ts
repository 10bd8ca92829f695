import { z } from 'zod';
import { ArgumentError, issueSentence, shown } from '../errors/index.js';
import { setting } from '../http/index.js';
import { type Pairs, pairsOf } from './pairs.js';
import { sslModes, tlsOf } from './tls.js';

const defaultPort = 5432;

/** What a setting may be called, blanks and underscores aside: libpq's names and those of Npgsql. */
const names: Readonly<Record<string, readonly string[]>> = {
  host: ['host', 'server', 'datasource', 'address', 'addr', 'hostaddr'],
  port: ['port'],
  database: ['database', 'dbname', 'db', 'initialcatalog'],
  user: ['user', 'username', 'userid', 'uid'],
  password: ['password', 'pwd', 'psw'],
  sslmode: ['sslmode', 'ssl'],
  sslrootcert: ['sslrootcert', 'rootcertificate'],
  schema: ['searchpath', 'schema', 'currentschema'],
  connectTimeout: ['connecttimeout', 'timeout', 'connectiontimeout'],
  applicationName: ['applicationname'],
  table: ['table'],
};
/** Settings of other drivers that say nothing about where the database is. */
const passedOver = new Set(
  `pooling minpoolsize minimumpoolsize maxpoolsize maximumpoolsize connectionlimit pooltimeout poolmaxconns pgbouncer
  connectionidlelifetime connectionlifetime connectionpruninginterval commandtimeout internalcommandtimeout
  cancellationtimeout includeerrordetail persistsecurityinfo enlist multiplexing keepalive keepalives keepalivesidle
  tcpkeepalive maxautoprepare autoprepareminusages nameresetonclose noresetonclose loadbalancehosts
  targetsessionattrs trustservercertificate checkcertificaterevocation channelbinding gssencmode encoding
  clientencoding timezone statementcachesize logparameters fallbackapplicationname uselibpqcompat`.split(
    /\s+/,
  ),
);
const settingOf = new Map(Object.entries(names).flatMap(([name, all]) => all.map((alias) => [alias, name])));

const wholeNumber = (least: number, most: number) => {
  const error = `it must be a whole number from ${least} to ${most}`;
  return z.coerce.number(error).int(error).min(least, error).max(most, error).optional();
};
const text = z.string().min(1, 'it must not be empty').optional();
const settingsSchema = z.object({
  host: text.refine((host) => !host?.includes(','), 'give one host'),
  port: wholeNumber(1, 65_535),
  database: text,
  user: text,
  password: z.string().optional(),
  sslmode: z
    .string()
    .transform((mode) => mode.toLowerCase().replace(/[-_ ]/g, ''))
    .transform((mode) => ({ true: 'require', false: 'disable' })[mode] ?? mode)
    .pipe(z.enum(sslModes, `it must be one of ${sslModes.join(', ')}`))
    .optional(),
  sslrootcert: text,
  schema: text.refine((schema) => !schema || /^[\w$, ]+$/.test(schema), 'give a name without quotes'),
  connectTimeout: wholeNumber(0, 3600),
  applicationName: text,
  table: text,
});
type Settings = z.infer<typeof settingsSchema>;

/** What a driver of PostgreSQL needs to connect; it holds the password. */
export interface DriverSettings {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string;
  readonly ssl?: false | Readonly<Record<string, unknown>>;
  readonly options?: string;
  readonly application_name: string;
  readonly connectionTimeoutMillis: number;
}

/**
 * Where a PostgreSQL database is and who enters it. As a text, as JSON and in a console it is its address without user
 * and password.
 */
export class Connection {
  readonly #settings: Settings;

  /** @param settings what `parseConnection` found */
  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The table that the string names, as `?table=products` or `Table=products`; undefined where it names none. */
  get table(): string | undefined {
    return this.#settings.table;
  }

  /** Whether a server that has no TLS is spoken to without, as libpq does it. */
  get mayBePlain(): boolean {
    const { sslmode } = this.#settings;
    return sslmode === undefined || sslmode === 'prefer' || sslmode === 'allow';
  }

  /** For a driver and nothing else. */
  async driverSettings(): Promise<DriverSettings> {
    const { host, port, database, user, password, sslmode, sslrootcert, schema } = this.#settings;
    const { connectTimeout = 10, applicationName = 'vitrine' } = this.#settings;
    return {
      ...{ host, port, database, user, password },
      ssl: await tlsOf({ host: host ?? process.env.PGHOST ?? 'localhost', sslmode, sslrootcert }),
      options: schema && `-c search_path=${schema.replaceAll(' ', '')}`,
      application_name: applicationName,
      connectionTimeoutMillis: connectTimeout * 1000,
    };
  }

  /** Without user and password: 'postgres://db.example/shop'. */
  toString(): string {
    const { host = process.env.PGHOST ?? 'localhost', port = Number(process.env.PGPORT ?? defaultPort) } =
      this.#settings;
    const { database = process.env.PGDATABASE ?? '' } = this.#settings;
    // A host that is a folder holds the server's socket.
    const name = host.includes(':') ? `[${host}]` : host;
    return `postgres://${name}${port === defaultPort ? '' : `:${port}`}/${database}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * Reads a connection string: an address `postgres://user:password@host:5432/database?sslmode=require`, or a list
 * `Host=localhost;Database=shop;Username=me;Password=secret;SSL Mode=Require` as .NET writes it. What is left out comes
 * from PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, as elsewhere with PostgreSQL.
 * @param given default: DATABASE_URL of the environment or `.env`
 * @throws {ArgumentError} naming the setting that is wrong or unknown, never the string
 * @example String(parseConnection('Host=db.example;Database=shop;Username=me;Password=secret')) // 'postgres://db.example/shop'
 */
export function parseConnection(given = ''): Connection {
  const source = given.trim() || setting('DATABASE_URL');
  if (!source) {
    throw new ArgumentError(
      'there is no connection string; give postgres://user:password@host/database, or put DATABASE_URL=… into .env',
    );
  }
  const settings = byName(pairsOf(source));
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    const { password: _, ...harmless } = settings;
    throw new ArgumentError(`the connection string: ${issueSentence(parsed.error, harmless)}`);
  }
  return new Connection(parsed.data);
}

function byName(pairs: Pairs): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [given, value] of pairs) {
    const plain = given.toLowerCase().replace(/[\s_]/g, '');
    const name = settingOf.get(plain);
    if (name !== undefined) found[name] = value;
    else if (!passedOver.has(plain)) {
      if (found.password !== undefined) {
        // What looks like a setting may be the rest of a password with a semicolon in it.
        throw new ArgumentError(
          `the connection string has a setting after the password that is not known; put quotes around a value with semicolons; there are ${Object.keys(names).join(', ')}`,
        );
      }
      throw new ArgumentError(
        `the connection string has no setting ${shown(given, 30)}; there are ${Object.keys(names).join(', ')}`,
      );
    }
  }
  return found;
}
