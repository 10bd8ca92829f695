import { messageOf, UserError } from '../errors/index.js';

/**
 * What a database did not do. Its message is one line that names the database, without user and password.
 * `code` is PostgreSQL's (`42P01`, SQLSTATE) or the system's (`ECONNREFUSED`); '' where there is none.
 */
export class DatabaseError extends UserError {
  constructor(
    message: string,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether it may go well in a moment: the server was away, starting, or full. */
  get isPassing(): boolean {
    return this.code === '' || this.code in system || /^(08|53|57P)/.test(this.code);
  }
}

const unreached = 'cannot be reached';
const system: Readonly<Record<string, string>> = {
  ECONNREFUSED: `${unreached}: nothing listens there; start the server, or check host and port`,
  ENOENT: `${unreached}: there is no such socket; start the server, or check its folder`,
  EACCES: `${unreached}: permission denied; check who may use its socket`,
  ENOTFOUND: `${unreached}: there is no such host; check its name`,
  EAI_AGAIN: `${unreached}: the host is not found for now; check the network`,
  ETIMEDOUT: `${unreached}: no answer in time; check host, port and firewall`,
  EHOSTUNREACH: `${unreached}: there is no way to the host; check the network`,
  ENETUNREACH: `${unreached}: there is no network to the host; check the network`,
  ECONNRESET: 'broke off the connection; run again',
  EPIPE: 'broke off the connection; run again',
};
const certificate = /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS)/;

/** What PostgreSQL's codes say where its own words name the user, or no way out. */
const refusals: Readonly<Record<string, string>> = {
  '28P01': 'refused the user or password; check both',
  '28000':
    "refused the user, or connections from here; check the user, SSL Mode and the server's pg_hba.conf",
  '3D000': 'is no database of that server; check its name',
  '42501': 'does not let this user do that; grant it the right, SELECT for reading',
  '53300': 'has no connection left; close some, or raise max_connections',
  '57014': 'took longer than the time that a statement may take; try again, or ask for less',
  '57P01': 'was shut down meanwhile; start it and run again',
  '57P02': 'crashed meanwhile; start it and run again',
  '57P03': 'is starting up or shutting down; try again in a moment',
  '25006': 'may only be read here',
};

/** What the driver threw, in one line. @param shown the database's address without user and password */
export function databaseError(thrown: unknown, shown: string): DatabaseError {
  if (thrown instanceof DatabaseError) return thrown;
  const code = codeOf(thrown);
  const known = system[code] ?? refusals[code];
  return new DatabaseError(`${shown} ${known ? `${known} (${code})` : told(thrown, code)}`, code, {
    cause: thrown,
  });
}

/** Whether the server said that it has no TLS. */
export function lacksTls(thrown: unknown): boolean {
  return messageOf(thrown) === 'The server does not support SSL connections';
}

function told(thrown: unknown, code: string): string {
  const message = messageOf(thrown);
  if (certificate.test(code)) {
    return `has a certificate that nobody vouches for (${code}); name who does: sslrootcert=FILE`;
  }
  if (lacksTls(thrown))
    return 'has no TLS; allow plain connections with SSL Mode=Disable, in a network that is yours';
  if (/timeout/i.test(message)) return system.ETIMEDOUT;
  if (/error establishing an SSL connection/i.test(message))
    return 'does not answer as PostgreSQL does; check host and port';
  if (/Connection terminated|Connection ended|not queryable/i.test(message)) return system.ECONNRESET;
  if (/SASL|password must be a string/i.test(message)) return 'wants a password; give one, or set PGPASSWORD';
  return `said: ${message}${code ? ` (${code})` : ''}`;
}

/** Code of a failure; of several tries at once, as to the IPv4 and IPv6 address of a host, that of the first. */
function codeOf(thrown: unknown): string {
  const { code, errors } = (thrown ?? {}) as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  return errors?.length ? codeOf(errors[0]) : '';
}
