import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '../errors/index.js';
import { isLoopback } from '../http/index.js';
import { projectPath } from '../store/index.js';

/** How surely the way to the server is to be private, in libpq's words. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verifyca', 'verifyfull'] as const;

const anyServer = () => undefined;

interface Wanted {
  readonly host: string;
  readonly sslmode?: (typeof sslModes)[number];
  /** File with the certificates of who may vouch for the server. */
  readonly sslrootcert?: string;
}

/**
 * The driver's settings of TLS; false is none. As with libpq, `require` is private but does not ask who the server is,
 * unless `sslrootcert` is given; `verify-full` does. Nothing goes over a network on this machine, where the default is none.
 */
export async function tlsOf({
  host,
  sslmode,
  sslrootcert,
}: Wanted): Promise<false | Record<string, unknown>> {
  const isHere = isLoopback(host) || host.startsWith('/');
  if (sslmode === 'disable' || (sslmode === undefined && isHere)) return false;
  const ca =
    sslrootcert === undefined || sslrootcert === 'system' ? undefined : await certificate(sslrootcert);
  const isVerified = sslmode === 'verifyfull' || sslmode === 'verifyca' || ca !== undefined;
  return {
    ca,
    rejectUnauthorized: isVerified,
    ...(sslmode === 'verifyfull' ? {} : { checkServerIdentity: anyServer }),
  };
}

function certificate(file: string): Promise<string> {
  const path = projectPath(file);
  return readFile(path, 'utf8').catch((cause) => {
    throw new UserError(`sslrootcert: ${path} cannot be read: ${messageOf(cause)}; check the path`, {
      cause,
    });
  });
}
