/**
 * Takes passwords out of what the machine's list of processes shows of this one, where the arguments have some.
 * @param args without the program's own names
 */
export async function hidePasswords(args: readonly string[]): Promise<void> {
  const given = args.join(' ');
  // The others are started without what knows addresses.
  if (!/:\/\/|password|pwd|psw/i.test(given)) return;
  const { withoutPasswords } = await import('../http/index.js');
  const shown = withoutPasswords(given);
  if (shown !== given) process.title = `vitrine ${shown}`;
}
