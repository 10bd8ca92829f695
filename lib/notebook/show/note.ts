import { Marked } from 'marked';
import { showHtml } from './display.js';
import { escapeHtml } from './html.js';

const style = `<style>
.vitrine-note{margin:.8em 0;padding:.6em 1em;border-left:4px solid #0072b2;background:rgba(0,114,178,.1);border-radius:0 6px 6px 0;max-width:46em;font-size:14px;line-height:1.5;color:inherit}
.vitrine-note.warning{border-color:#d55e00;background:rgba(213,94,0,.12)}
.vitrine-note p{margin:.3em 0}
</style>`;

const asText = ({ raw }: { readonly raw: string }) => escapeHtml(raw);
// A click on a link, and the address of a picture, may come from a catalogue.
const marked = new Marked({ renderer: { html: asText, link: asText, image: asText } });

/**
 * Shows a boxed remark beside the results, such as a warning that fallback encoders are in use.
 *
 * @param markdown the text; HTML, links and pictures in it are shown as they are written. Texts from elsewhere, such as
 *   a brand, go in through `escapeMarkdown`.
 * @example showNote(`**${count}** products of ${escapeMarkdown(brand)}`)
 */
export function showNote(markdown: string, kind: 'info' | 'warning' = 'info'): void {
  const label = kind === 'warning' ? 'Warning' : 'Note';
  const body = marked.parse(markdown, { async: false });
  const html = `${style}<div class="vitrine-note ${kind}" role="note" aria-label="${label}">${body}</div>`;
  showHtml(html, `${label}: ${markdown}`);
}

/**
 * A text as it may stand in Markdown, in a paragraph: shown as it is, on one line.
 * @example escapeMarkdown('2 * 3\n<b>') // '2 \\* 3 \\<b\\>'
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/\s+/g, ' ');
}
