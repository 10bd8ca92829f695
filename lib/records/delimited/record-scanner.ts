const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

/** What `scan` found: a record; the start of one; or quotes that do not fit. */
export type Scanned = 'record' | 'more' | 'broken';

/**
 * Takes one record after the other out of the bytes of a table (RFC 4180; LF, CRLF or CR; blanks around cells dropped).
 * Bytes, because a delimiter can be found in them at once, and only the cells that are wanted become texts.
 */
export class RecordScanner {
  /** Cells of the last record. */
  cells: string[] = [];
  /** Where the record after it begins. */
  end = 0;
  /** Whether the record has line ends in it. */
  spansLines = false;
  /** What is wrong with the quotes, after 'broken'. */
  detail = '';
  /** Columns that are read; the others are ''. Default all. */
  wanted: readonly boolean[] | undefined;

  /**
   * @param delimiter its byte
   * @param isStrict whether a quote inside a cell that does not begin with one is an error
   */
  constructor(
    readonly delimiter: number,
    readonly isStrict: boolean,
  ) {}

  /** @param isLast whether there is nothing after these bytes */
  scan(bytes: Buffer, start: number, isLast: boolean): Scanned {
    this.#begin();
    for (let at = start; ; at++) {
      at = this.#afterBlanks(bytes, at);
      if (at >= bytes.length && !isLast) return 'more';
      const found = bytes[at] === quote ? this.#quoted(bytes, at, isLast) : this.#plain(bytes, at, isLast);
      if (found !== 'record') return found;
      at = this.end;
      if (bytes[at] !== this.delimiter) return this.#atLineEnd(bytes, at, isLast);
    }
  }

  /** As `scan`, quotes being letters like others. */
  scanPlain(bytes: Buffer, start: number, isLast: boolean): 'record' | 'more' {
    this.#begin();
    for (let at = start; ; at++) {
      if (this.#plain(bytes, this.#afterBlanks(bytes, at), isLast, false) === 'more') return 'more';
      at = this.end;
      if (bytes[at] !== this.delimiter) return this.#atLineEnd(bytes, at, isLast);
    }
  }

  #begin(): void {
    this.cells = [];
    this.spansLines = false;
  }

  #atLineEnd(bytes: Buffer, at: number, isLast: boolean): 'record' | 'more' {
    if (bytes[at] === carriageReturn) {
      if (at + 1 === bytes.length && !isLast) return 'more';
      if (bytes[at + 1] === lineFeed) at++;
    }
    this.end = Math.min(at + 1, bytes.length);
    return 'record';
  }

  #afterBlanks(bytes: Buffer, at: number): number {
    while (at < bytes.length && (bytes[at] === space || (bytes[at] === tab && this.delimiter !== tab))) at++;
    return at;
  }

  #plain(bytes: Buffer, start: number, isLast: boolean, isStrict = this.isStrict): Scanned {
    const { delimiter } = this;
    let at = start;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === delimiter || byte === lineFeed || byte === carriageReturn) break;
      if (byte === quote && isStrict) return this.#broken('Invalid Opening Quote: a quote inside a cell');
    }
    if (at === bytes.length && !isLast) return 'more';
    this.end = at;
    while (at > start && (bytes[at - 1] === space || bytes[at - 1] === tab)) at--;
    this.#keep(bytes, start, at);
    return 'record';
  }

  #quoted(bytes: Buffer, start: number, isLast: boolean): Scanned {
    let from = start + 1;
    let text: string | undefined;
    for (let at = from; ; at += 2) {
      at = bytes.indexOf(quote, at);
      if (at < 0) return isLast ? this.#broken('Quote Not Closed: the file ends inside a cell') : 'more';
      if (at + 1 === bytes.length && !isLast) return 'more';
      if (bytes[at + 1] !== quote) {
        if (text === undefined) this.#keep(bytes, from, at);
        else this.cells.push(text + bytes.toString('utf8', from, at));
        this.spansLines ||= hasLineEnd(bytes, start, at);
        from = at + 1;
        break;
      }
      text = (text ?? '') + bytes.toString('utf8', from, at + 1);
      from = at + 2;
    }
    const after = this.#afterBlanks(bytes, from);
    if (after === bytes.length && !isLast) return 'more';
    const byte = bytes[after];
    if (after < bytes.length && byte !== this.delimiter && byte !== lineFeed && byte !== carriageReturn) {
      return this.#broken('Invalid Closing Quote: text after the quote that ends a cell');
    }
    this.end = after;
    return 'record';
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    const isWanted = this.wanted?.[this.cells.length] ?? true;
    this.cells.push(isWanted && end > start ? bytes.toString('utf8', start, end) : '');
  }

  #broken(detail: string): 'broken' {
    this.detail = detail;
    return 'broken';
  }
}

function hasLineEnd(bytes: Buffer, start: number, end: number): boolean {
  for (const byte of [lineFeed, carriageReturn]) {
    const at = bytes.indexOf(byte, start);
    if (at >= 0 && at < end) return true;
  }
  return false;
}
