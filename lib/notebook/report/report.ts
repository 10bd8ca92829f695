import path from 'node:path';
import { writeFileAtomic } from '../../store/index.js';
import { type Notebook, readNotebook } from '../document/index.js';

export interface ReportOptions {
  /** Heading of the page. Default the notebook's first heading. */
  readonly title?: string;
}

/**
 * Writes an executed notebook as one HTML file: prose, folded code, outputs, live charts. The page loads nothing
 * and may run no script but its own, whatever the catalogue's texts hold.
 *
 * @param notebook its path, or the document itself (pictures in its markdown are then found from the report's folder).
 * @returns the size of the file in bytes.
 * @throws {UserError} for a file that is no notebook; {StoreError} where the report cannot be written.
 */
export async function writeReport(
  notebook: string | Notebook,
  htmlPath: string,
  options: ReportOptions = {},
): Promise<number> {
  const { pageHtml } = await import('./page.js');
  const document = typeof notebook === 'string' ? await readNotebook(notebook) : notebook;
  const folder = path.dirname(typeof notebook === 'string' ? notebook : htmlPath);
  const html = await pageHtml(document, folder, options.title);
  await writeFileAtomic(htmlPath, html);
  return Buffer.byteLength(html);
}
