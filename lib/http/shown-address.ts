/**
 * An address as it may be printed and saved: without user, password, query and fragment.
 * @example shownAddress('https://me:secret@hub.example/models?token=1') // 'https://hub.example/models'
 */
export function shownAddress(address: string | URL): string {
  const text = String(address);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.host) return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  return withoutPasswords(text)
    .replace(/^.*@/s, '')
    .replace(/[?#].*$/s, '');
}

const userInAddress = /\b([a-z][a-z\d+.-]*:\/\/)[^\s/?#'"`]*@/gi;
/** A password that nobody encoded may have any mark in it; no path of a database has an @. */
const userInConnection = /\b(postgres(?:ql)?:\/\/)[^\s'"`]*@/gi;
/** In quotes, that may themselves be escaped, or to the end of the setting. */
const passwordSetting = /\b(password|pwd|psw)(\s*=\s*)(?:(?:(\\*["'])(?:(?!\3).)*\3)+|[^;&'"`\\\n]+)/gi;

/**
 * A text of any kind without the passwords of the connection strings and addresses in it.
 * @example withoutPasswords("DATA = 'postgres://me:secret@db/shop'") // "DATA = 'postgres://…@db/shop'"
 */
export function withoutPasswords(text: string): string {
  return text
    .replace(userInConnection, '$1…@')
    .replace(userInAddress, '$1…@')
    .replace(passwordSetting, '$1$2…');
}
