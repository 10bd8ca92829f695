const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it may stand in HTML, between tags or inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** A value as JSON that may stand inside a `<script>` element; typed arrays become arrays, NaN becomes null. */
export function scriptJson(value: unknown): string {
  const plain = (_key: string, item: unknown) => {
    if (!ArrayBuffer.isView(item) || item instanceof DataView) return item;
    const numbers = Array.from(item as unknown as ArrayLike<number>);
    return item instanceof Float32Array ? numbers.map((number) => Number(number.toPrecision(7))) : numbers;
  };
  return JSON.stringify(value, plain).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text of at most `length` characters, cut at the end with an ellipsis. */
export function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
}
