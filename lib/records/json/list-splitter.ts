import { shown, UserError } from '../../errors/index.js';
import { maxRecordBytes } from '../limits.js';

const listDepth = 3;
const [quote, backslash, comma, colon] = [...Buffer.from('"\\,:')];
const [openList, closeList, openObject, closeObject] = [...Buffer.from('[]{}')];

/** An element of the list: its bytes, and where they begin in the file; without them where it is too long. */
export interface Element {
  readonly bytes: Buffer | undefined;
  readonly offset: number;
}

/**
 * Splits a JSON text, as it is read, into the elements of the list of records in it: the text itself, or the one list
 * of objects in up to three objects: `{ "data": { "products": [ … ] } }`. Elements are not looked into.
 */
export class ListSplitter {
  readonly #file: string;
  /** What encloses the place: objects, and at most one list, the last. */
  readonly #outer: number[] = [];
  #offset = 0;
  #state: 'outer' | 'key' | 'element' | 'text' = 'outer';
  #isEscaped = false;
  /** Within an element. */
  #depth = 0;
  #elementOffset = 0;
  #parts: Buffer[] = [];
  #length = 0;
  #key = '';
  #isListWanted: boolean | undefined;
  #found: { readonly key: string; readonly hasRecords: boolean } | undefined;
  #hasEnded = false;
  #elements = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** The elements that end in the next bytes. */
  feed(chunk: Buffer): Element[] {
    const elements: Element[] = [];
    /** Where in the chunk the key or element began. */
    let from = 0;
    const start = chunk.length >= 3 && this.#offset === 0 && chunk.toString('hex', 0, 3) === 'efbbbf' ? 3 : 0;
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#state === 'key' || this.#state === 'text') {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === backslash) this.#isEscaped = true;
        else if (byte === quote) {
          if (this.#state === 'text') this.#state = 'element';
          else {
            this.#keep(chunk.subarray(from, at));
            this.#key = Buffer.concat(this.#parts).toString();
            this.#state = 'outer';
          }
        }
        continue;
      }
      if (this.#state === 'element') {
        if (byte === quote) this.#state = 'text';
        else if (byte === openList || byte === openObject) this.#depth++;
        else if (this.#depth === 0 && (byte === comma || byte === closeList)) {
          this.#keep(chunk.subarray(from, at));
          this.#take(elements);
          this.#state = 'outer';
          if (byte === closeList) this.#close(byte);
        } else if (byte === closeList || byte === closeObject) this.#depth--;
        continue;
      }
      if (
        byte === 0x20 ||
        byte === 0x0a ||
        byte === 0x0d ||
        byte === 0x09 ||
        byte === comma ||
        byte === colon
      )
        continue;
      if (this.#hasEnded) throw this.#broken('there is text after its end');
      if (this.#outer.at(-1) === openList && byte !== closeList) {
        this.#isListWanted ??=
          this.#outer.length === 1 || (this.#outer.length <= listDepth + 1 && byte === openObject);
        this.#state = byte === quote ? 'text' : 'element';
        this.#depth = byte === openList || byte === openObject ? 1 : 0;
        this.#begin(this.#offset + at);
        from = at;
      } else if (byte === quote) {
        this.#state = 'key';
        this.#begin(this.#offset + at);
        from = at + 1;
      } else if (byte === openList || byte === openObject) this.#open(byte);
      else if (byte === closeList || byte === closeObject) this.#close(byte);
    }
    if (this.#state !== 'outer') this.#keep(chunk.subarray(from));
    this.#offset += chunk.length;
    return elements;
  }

  /** @throws {UserError} where the text is not whole, or has no list of records */
  end(): void {
    if (this.#outer.length > 0) throw this.#broken(`it ends within record ${this.#elements + 1}`);
    if (this.#found === undefined) {
      throw new UserError(`${this.#file} holds no list of records; write [ {…}, {…} ] or { "data": [ … ] }`);
    }
  }

  #begin(offset: number): void {
    this.#elementOffset = offset;
    this.#parts = [];
    this.#length = 0;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > maxRecordBytes || this.#isListWanted === false) this.#parts = [];
    else this.#parts.push(part);
  }

  #take(elements: Element[]): void {
    if (!this.#isListWanted) return;
    this.#elements++;
    const bytes = this.#length > maxRecordBytes ? undefined : Buffer.concat(this.#parts);
    elements.push({ bytes, offset: this.#elementOffset });
    this.#parts = [];
  }

  #open(byte: number): void {
    this.#outer.push(byte);
    this.#isListWanted = undefined;
  }

  #close(byte: number): void {
    const opened = this.#outer.pop();
    if (opened === undefined || (opened === openList) !== (byte === closeList)) {
      throw this.#broken(`an unexpected ${String.fromCharCode(byte)} after record ${this.#elements}`);
    }
    if (byte === closeList) this.#closeList();
    this.#isListWanted = undefined;
    this.#hasEnded = this.#outer.length === 0;
  }

  #closeList(): void {
    if (this.#isListWanted && this.#found?.hasRecords) {
      throw new UserError(
        `${this.#file} holds two lists of records, ${shown(this.#found.key)} and ${shown(this.#key)}; leave one`,
      );
    }
    if (this.#isListWanted) this.#found = { key: this.#key, hasRecords: true };
    else if (this.#isListWanted === undefined) this.#found ??= { key: this.#key, hasRecords: false };
  }

  #broken(why: string): UserError {
    return new UserError(`${this.#file} is no JSON: ${why}; mend the file`);
  }
}
