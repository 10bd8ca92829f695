/**
 * An address as it may be printed and saved: without user, password, query and fragment.
 * @example shownAddress('https://me:secret@hub.example/models?token=1') // 'https://hub.example/models'
 */
export function shownAddress(address: string | URL): string {
  const text = String(address);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.host) return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  return text.replace(/^.*@/s, '').replace(/[?#].*$/s, '');
}
