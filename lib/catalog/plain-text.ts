import { Parser } from 'htmlparser2';

const tag = /<\/?[a-z][^<>]*>|<!--|&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i;
const blocks = new Set(
  'address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const unseen = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'svg']);

/**
 * A text as people read it: HTML without its tags, blocks on lines of their own, entities resolved; runs of blanks are
 * one, blank lines go.
 * @example plainText('<p>Salt &amp;&nbsp;pepper</p><ul><li>two</li></ul>') // 'Salt & pepper\ntwo'
 */
export function plainText(text: string): string {
  const plain = tag.test(text) ? withoutTags(text) : text;
  return /\s\s|[^\S ]/.test(plain)
    ? plain
        .replace(/\s*[\r\n]\s*/g, '\n')
        .replace(/[^\S\n]+/g, ' ')
        .trim()
    : plain.trim();
}

function withoutTags(html: string): string {
  const parts: string[] = [];
  let depthUnseen = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (unseen.has(name)) depthUnseen++;
      else if (blocks.has(name)) parts.push('\n');
    },
    ontext: (text) => {
      if (depthUnseen === 0) parts.push(text);
    },
    onclosetag: (name) => {
      if (unseen.has(name)) depthUnseen--;
      else if (blocks.has(name)) parts.push('\n');
    },
  });
  parser.end(html);
  return parts.join('');
}
