import { readFile } from 'node:fs/promises';
import { issueSentence, messageOf, shown, UserError } from '../../errors/index.js';
import { type Notebook, notebookSchema } from './notebook.js';

/** Reads a notebook of nbformat 4. */
export async function readNotebook(path: string): Promise<Notebook> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : messageOf(cause);
    throw new UserError(`cannot read the notebook ${path}: ${reason}`, { cause });
  });
  return parseNotebook(text, path);
}

/** Parses the text of a notebook; `origin` names it in errors. */
export function parseNotebook(text: string, origin: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UserError(`${origin} is no notebook: not JSON (${messageOf(cause)})`, { cause });
  }
  const version = (value as { nbformat?: unknown } | null)?.nbformat;
  if (version !== 4) {
    const found = version === undefined ? 'no nbformat field' : `nbformat ${shown(version)}`;
    throw new UserError(
      `${origin} is no notebook of version 4 (${found}); open it in Jupyter and save it, or convert it with: jupyter nbconvert --to notebook`,
    );
  }
  const parsed = notebookSchema.safeParse(value);
  if (!parsed.success) {
    throw new UserError(`${origin} is a damaged notebook: ${issueSentence(parsed.error)}`);
  }
  return parsed.data as Notebook;
}
