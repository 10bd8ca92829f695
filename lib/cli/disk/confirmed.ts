import { createInterface } from 'node:readline/promises';

/** Whether to go on: `--yes`, or yes at the terminal. Where nobody can be asked, says what to add. */
export async function confirmed(question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    console.log('Nothing was removed; to remove this, add --yes.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
