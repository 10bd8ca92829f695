/** A piece of a text that is replaced, or where the piece is empty something put in. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text after edits, which may not overlap; those at one place in their order. */
export class EditedText {
  readonly text: string;
  readonly #edits: readonly Edit[];

  constructor(
    readonly source: string,
    edits: readonly Edit[],
  ) {
    this.#edits = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    let text = '';
    let at = 0;
    for (const edit of this.#edits) {
      text += source.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    this.text = text + source.slice(at);
  }

  /** Where in the source an offset of the text comes from; of what was put in, where it was put. */
  sourceOffset(offset: number): number {
    let shift = 0;
    for (const { start, end, text } of this.#edits) {
      if (offset < start + shift) break;
      if (offset < start + shift + text.length) return start;
      shift += text.length - (end - start);
    }
    return offset - shift;
  }
}
