import type { SAXParser } from 'sax';
import { UserError } from '../../errors/index.js';
import { maxRecordBytes, oversizedField, oversizedRecord } from '../limits.js';
import { requireUtf8 } from '../open.js';
import { peek } from '../peek.js';
import { type FileRow, setField } from '../rows.js';
import type { ByteChunks } from '../unpack.js';

/** Elements that are a record, where they are not the root: RSS, Atom, and what shops call their own. */
const recordNames: ReadonlySet<string> = new Set(
  'item entry product offer shopitem article artikel produkt produit producto prodotto row record'.split(' '),
);
const maxDepth = 50;
/** Complaints about characters that are letters all the same: an `&` on its own, an entity that nobody knows. */
const harmless = /^(Invalid character(?: in)? entity|Unescaped)/;

interface Open {
  readonly name: string;
  readonly fields: Record<string, unknown>;
  text: string;
  isLeaf: boolean;
}

/**
 * The records of an XML feed: the elements called item, entry, product or the like, streamed. A field is a child's
 * text by its name without the prefix `g:`, or an object where it has children; one that comes several times is a list.
 * Entities that a document defines are not expanded, nothing outside the file is read.
 * @throws {UserError} for a file that is no XML, or has no record
 */
export async function* xmlRows(chunks: ByteChunks, file: string): AsyncGenerator<readonly FileRow[]> {
  // As a whole: Node finds no names in the CommonJS module.
  const { default: sax } = await import('sax');
  const parser = sax.parser(true, { trim: false });
  const { start, all } = await peek(chunks, 200);
  const decode = decoderFor(start, file);
  const feed = new Feed(parser);
  parser.onerror = (error) => {
    const [reason] = error.message.split('\n');
    if (!harmless.test(reason)) feed.failure ??= `line ${parser.line + 1}: ${reason}`;
    parser.resume();
  };
  const rowsOf = (write: () => void): readonly FileRow[] => {
    write();
    if (feed.failure) throw new UserError(`${file} is no whole XML: ${feed.failure}; mend or fetch it again`);
    return feed.rows.splice(0);
  };
  for await (const chunk of all) {
    const text = decode(chunk, feed.row + 1);
    yield rowsOf(() => parser.write(text));
  }
  yield rowsOf(() => parser.close());
  if (feed.row > 0) return;
  throw new UserError(
    `${file} holds no records; products are expected in elements <item>, <entry>, <product> or <offer>`,
  );
}

class Feed {
  row = 0;
  failure: string | undefined;
  readonly rows: FileRow[] = [];
  readonly #open: Open[] = [];
  #recordName: string | undefined;
  #outerDepth = 0;
  #length = 0;
  #problem: string | undefined;
  /** Elements that are not kept: too deep, or of a record that was given up. */
  #passedOver = 0;

  constructor(parser: SAXParser) {
    parser.onopentag = ({ name, attributes }) => this.#begin(name, attributes as Record<string, string>);
    parser.ontext = (text) => this.#text(text);
    parser.oncdata = (text) => this.#text(text);
    parser.onclosetag = () => this.#end();
  }

  #begin(tag: string, attributes: Readonly<Record<string, string>>): void {
    const name = tag.replace(/^g:/i, '');
    if (this.#open.length === 0) {
      const isRecord = this.#outerDepth > 0 && recordNames.has(name.toLowerCase());
      if (!isRecord || (this.#recordName ?? name) !== name) {
        this.#outerDepth++;
        return;
      }
      this.#recordName = name;
      this.row++;
      this.#length = 0;
      this.#problem = undefined;
    } else if (this.#problem !== undefined || this.#open.length > maxDepth) {
      this.#problem ??= `elements over ${maxDepth} deep in each other`;
      this.#passedOver++;
      return;
    } else this.#open.at(-1)!.isLeaf = false;
    this.#open.push({ name, fields: { ...attributes }, text: '', isLeaf: true });
    for (const value of Object.values(attributes)) this.#count(value);
  }

  #text(text: string): void {
    const inner = this.#open.at(-1);
    if (!inner || this.#problem !== undefined) return;
    this.#count(text);
    inner.text += text;
  }

  #count(text: string): void {
    this.#length += text.length;
    if (this.#length <= maxRecordBytes) return;
    this.#problem = oversizedRecord;
    for (const open of this.#open) open.text = '';
  }

  #end(): void {
    if (this.#passedOver > 0) {
      this.#passedOver--;
      return;
    }
    const ended = this.#open.pop();
    if (!ended) {
      this.#outerDepth--;
      return;
    }
    const parent = this.#open.at(-1);
    if (parent) add(parent.fields, ended.name, contentOf(ended));
    else {
      const problem = this.#problem ?? oversizedField(ended.fields);
      this.rows.push(problem ? { row: this.row, problem } : { row: this.row, fields: ended.fields });
    }
  }
}

/** Text of an element without children; of one that has neither, as `<link href="…"/>`, its address; else its fields. */
function contentOf({ fields, text, isLeaf }: Open): unknown {
  if (!isLeaf) return fields;
  return text.trim() || (fields.href ?? fields.url ?? '');
}

function add(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (!Object.hasOwn(fields, name)) {
    setField(fields, name, value);
  } else if (Array.isArray(fields[name])) fields[name].push(value);
  else fields[name] = [fields[name], value];
}

/** Chunks as text, in the encoding that the document names. @throws {UserError} for one that is unknown, or another than that */
function decoderFor(start: Buffer, file: string): (chunk: Buffer, row: number) => string {
  const named = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/i.exec(
    start.toString('latin1').replace(/^\xef\xbb\xbf/, ''),
  )?.[1];
  // UTF-16 has become UTF-8 by now, whatever the document says.
  const label = !named || /^utf-?(8|16)/i.test(named) ? 'utf-8' : named;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new UserError(`${file} names an encoding ${label} that is unknown; save it as UTF-8`, { cause });
  }
  let offset = 0;
  return (chunk, row) => {
    try {
      const text = decoder.decode(chunk, { stream: true });
      offset += chunk.length;
      return text;
    } catch (cause) {
      requireUtf8(file, chunk, row, offset);
      throw new UserError(`${file} is not ${label} text, near record ${row}`, { cause });
    }
  };
}
