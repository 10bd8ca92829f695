import type { QualifiedTag, Tag } from 'sax';
import { UserError } from '../../errors/index.js';

export interface Elements {
  readonly begin?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly end?: (name: string) => void;
}

/** Reads a part of a spreadsheet, telling of its elements; gives control back after each piece. */
export async function* readPart(
  chunks: AsyncIterable<Buffer>,
  file: string,
  { begin, text, end }: Elements,
): AsyncGenerator<void> {
  // As a whole: Node finds no names in the CommonJS module.
  const { default: sax } = await import('sax');
  const parser = sax.parser(true, {});
  const decoder = new TextDecoder();
  let failure: string | undefined;
  parser.onopentag = ({ name, attributes }: Tag | QualifiedTag) =>
    begin?.(local(name), attributes as Record<string, string>);
  parser.ontext = (found) => text?.(found);
  parser.oncdata = (found) => text?.(found);
  parser.onclosetag = (name) => end?.(local(name));
  parser.onerror = (error) => {
    failure ??= error.message.split('\n')[0];
    parser.resume();
  };
  const check = () => {
    if (failure) throw new UserError(`${file} is no whole spreadsheet: ${failure}; save it again`);
  };
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    check();
    yield;
  }
  parser.close();
  check();
  yield;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
