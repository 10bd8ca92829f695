import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Marked, type Tokens } from 'marked';
import { escapeHtml } from '../show/html.js';

/** A heading of the notebook, for the table of contents. */
export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly id: string;
}

const media: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
};

type Attachments = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Turns the markdown cells of one notebook into HTML, collecting their headings; pictures are put inline. */
export class MarkdownPages {
  readonly headings: Heading[] = [];
  readonly #ids = new Set<string>();
  readonly #marked: Marked;
  #attachments: Attachments = {};

  /** @param folder where relative paths of pictures start. */
  constructor(folder: string) {
    const pages = this;
    this.#marked = new Marked({
      renderer: {
        heading({ tokens, depth }: Tokens.Heading) {
          const html = this.parser.parseInline(tokens);
          const text = this.parser.parseInline(tokens, this.parser.textRenderer);
          const id = pages.#newId(text);
          pages.headings.push({ depth, text: decodeEntities(text), id });
          return `<h${depth} id="${id}">${html}</h${depth}>\n`;
        },
        image({ href, text, title }: Tokens.Image) {
          const source = pages.#inline(href, folder);
          if (!source) return `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`;
          const tip = title ? ` title="${escapeHtml(title)}"` : '';
          return `<img src="${escapeHtml(source)}" alt="${escapeHtml(text)}"${tip}>`;
        },
        code({ text }: Tokens.Code) {
          return `<pre><code>${escapeHtml(text)}\n</code></pre>\n`;
        },
      },
    });
  }

  render(source: string, attachments: Attachments = {}): string {
    this.#attachments = attachments;
    return this.#marked.parse(source, { async: false });
  }

  #newId(text: string): string {
    const base =
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '') || 'section';
    let id = base;
    for (let n = 2; this.#ids.has(id); n++) id = `${base}-${n}`;
    this.#ids.add(id);
    return id;
  }

  /** A picture as a data URI, null for one that is elsewhere on the net or missing. */
  #inline(href: string, folder: string): string | null {
    if (href.startsWith('data:image/')) return href;
    if (href.startsWith('attachment:')) {
      const [type, data] = Object.entries(this.#attachments[href.slice('attachment:'.length)] ?? {})[0] ?? [];
      return type?.startsWith('image/') ? `data:${type};base64,${data}` : null;
    }
    const type = media[path.extname(href).toLowerCase()];
    if (!type || /^[a-z][a-z+.-]+:/i.test(href)) return null;
    try {
      return `data:${type};base64,${readFileSync(path.resolve(folder, decodeURIComponent(href))).toString('base64')}`;
    } catch {
      return null;
    }
  }
}

function decodeEntities(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
