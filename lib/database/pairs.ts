import querystring from 'node:querystring';
import { ArgumentError } from '../errors/index.js';

/** Settings of a connection by the names that their writer gave them, in order. */
export type Pairs = readonly (readonly [name: string, value: string])[];

const addressStart = /^postgres(ql)?:\/\//i;
const pairsStart = /^\s*(host|server|data source|address|port|database|user ?name|user ?id|uid)\s*=/i;

/** Whether a text is a connection string, in either spelling, and not the path of a file. */
export function isConnectionString(text: string): boolean {
  return addressStart.test(text) || pairsStart.test(text);
}

/**
 * What a connection string sets, of either spelling.
 * @throws {ArgumentError} where it has neither form; the message holds nothing of it, as it may be a password
 */
export function pairsOf(text: string): Pairs {
  return addressStart.test(text) ? ofAddress(text) : ofList(text);
}

function ofAddress(text: string): Pairs {
  const isSplit = /[?][^@]*@/.test(text) || text.includes('#');
  if (!URL.canParse(text) || isSplit) {
    throw new ArgumentError(
      'the connection string is no address postgres://user:password@host:5432/database; write @ / ? # % in a user or password as %40 %2F %3F %23 %25',
    );
  }
  const url = new URL(text);
  // Unlike decodeURIComponent it takes a percent sign that nobody has encoded.
  const plain = (part: string) => querystring.unescape(part);
  const named = {
    host: plain(url.hostname.replace(/^\[|\]$/g, '')),
    port: url.port,
    user: plain(url.username),
    password: plain(url.password),
    database: plain(url.pathname.slice(1)),
  };
  return [...Object.entries(named).filter(([, value]) => value !== ''), ...url.searchParams];
}

/** `Host=localhost;Password="a;b"`: a value in quotes holds anything, a quote in it written twice. */
function ofList(text: string): Pairs {
  const pairs: [string, string][] = [];
  const pair = /\s*([^=;]+?)\s*=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|((?!["'])[^;]*?))\s*(?:;|$)/gy;
  let end = 0;
  for (const [whole, name, double, single, bare] of text.trim().matchAll(pair)) {
    end += whole.length;
    pairs.push([name, double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? bare]);
  }
  if (pairs.length === 0 || text.trim().slice(end).replaceAll(';', '').trim() !== '') {
    throw new ArgumentError(
      'the connection string is neither postgres://user:password@host:5432/database nor Host=…;Database=…;Username=…;Password=…; put quotes around a value with semicolons or quotes in it',
    );
  }
  return pairs;
}
