import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ArgumentError, messageOf, systemReason, UserError } from '../errors/index.js';
import { projectPath } from '../store/index.js';
import { ServiceError } from './errors.js';
import { isLoopback } from './loopback.js';
import { Secret } from './secret.js';
import { shownAddress } from './shown-address.js';

/**
 * A setting by name: from the environment, else from `.env` in the project's root; undefined where neither has it or
 * it is empty. The file is read and not loaded, so that programs started from here do not inherit its keys.
 * @throws {UserError} when there is a `.env` that cannot be read.
 */
export function setting(name: string): string | undefined {
  return process.env[name]?.trim() || fromFile()[name]?.trim() || undefined;
}

/**
 * The key of a service.
 * @throws {ServiceError} ('no key') when there is none; {ArgumentError} when it has blanks or other characters that no key has.
 */
export function serviceKey(service: string, name: string): Secret {
  const value = setting(name);
  if (value === undefined) {
    throw new ServiceError(
      `no key for ${service}: put ${name}=… into .env (see .env.example) or into the environment`,
      { service, fault: 'no key' },
    );
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new ArgumentError(
      `${name} has blanks or characters that no key has; copy it again, without quotation marks, into .env`,
    );
  }
  return new Secret(name, value);
}

/** As `serviceKey`, of a service that wants two of them, as user and password. */
export function serviceKeyPair(service: string, user: string, password: string): Secret {
  const pair = [user, password].map((name) => serviceKey(service, name).reveal());
  return new Secret(`${user} and ${password}`, pair.join(':'));
}

/**
 * An address that a key may be sent to: https, or http on this machine. Without the slash at its end.
 * @throws {ArgumentError} that names the setting, for any other.
 */
export function serviceAddress(address: string, name: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !isPrivateChannel(url) || url.username || url.password) {
    throw new ArgumentError(
      `${name}: ${JSON.stringify(shownAddress(address))} is no https address (http only on this machine, no user or password); a key is not sent there`,
    );
  }
  return address.replace(/\/+$/, '');
}

/** Whether nobody on the way can read or change what goes to an address: https, or http on this machine. */
export function isPrivateChannel({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function fromFile(): Record<string, string | undefined> {
  const path = projectPath('.env');
  try {
    return parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as Record<string, string | undefined>;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new UserError(
      `${path} cannot be read (${code}): ${systemReason(cause) ?? messageOf(cause)}; mend its permissions or remove it`,
    );
  }
}
