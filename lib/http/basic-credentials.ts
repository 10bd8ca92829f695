import querystring from 'node:querystring';

/** The header for the user and password that stand in an address (RFC 7617); none where there are none. */
export function basicCredentials({ username, password }: URL): { readonly authorization?: string } {
  if (!username && !password) return {};
  // Unlike decodeURIComponent it takes a percent sign in a password that nobody has encoded.
  const pair = [username, password].map((part) => querystring.unescape(part)).join(':');
  return { authorization: basicAuthorization(pair) };
}

/** The header's value for `user:password`. */
export function basicAuthorization(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
