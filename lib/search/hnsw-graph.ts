import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../errors/index.js';
import { type Matrix, row } from '../vectors/index.js';

/** Bytes of hnswlib's header, see `isWholeHnswFile`. */
const headerBytes = 96;
const chunkBytes = 1 << 20;
const labelBytes = 8;

/** The graph of an hnswlib file without its vectors; point i is row i. */
export interface HnswGraph {
  readonly points: number;
  /** Where every search begins, on the highest level. */
  readonly entry: number;
  /** The highest level. */
  readonly levels: number;
  /** Level 0, for each point: how many links, and room for `linksAPoint`. */
  readonly links: Int32Array;
  readonly linksAPoint: number;
  /** Where in `upperLinks` the lists of a point begin, one for each level from 1; −1 for a point on level 0 only. */
  readonly upperStart: Int32Array;
  readonly upperLinks: Int32Array;
  readonly upperLinksAPoint: number;
  /** hnswlib's own, as read. */
  readonly header: Buffer;
}

/** Reads the links of an hnswlib file over these vectors; the vectors in it are passed over. */
export async function readGraph(file: string, { rows: points, cols: dim }: Matrix): Promise<HnswGraph> {
  const broken = (what: string) => new UserError(`${file} is no graph over these vectors: ${what}`);
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size < headerBytes) throw broken(`it has ${size} bytes`);
    const header = await read(handle, 0, headerBytes);
    const sizeAt = (offset: number) => Number(header.readBigUInt64LE(offset));
    const [entry, levels] = [header.readUInt32LE(52), header.readInt32LE(48)];
    const [upperLinksAPoint, linksAPoint] = [sizeAt(56), sizeAt(64)];
    const width = 1 + linksAPoint;
    const pointBytes = width * 4 + dim * 4 + labelBytes;
    if (sizeAt(16) !== points || sizeAt(24) !== pointBytes || entry >= points)
      throw broken(`it holds ${sizeAt(16)} points of ${sizeAt(24)} bytes`);
    const upperAt = headerBytes + points * pointBytes;
    if (size < upperAt + points * 4) throw broken('it ends too early');

    const links = new Int32Array(points * width);
    const pointsAChunk = Math.max(1, Math.floor(chunkBytes / pointBytes));
    for (let from = 0; from < points; from += pointsAChunk) {
      const count = Math.min(pointsAChunk, points - from);
      const chunk = await read(handle, headerBytes + from * pointBytes, count * pointBytes);
      for (let i = 0; i < count; i++) {
        const start = i * pointBytes;
        if (chunk.readUInt32LE(start + pointBytes - labelBytes) !== from + i)
          throw broken(`point ${from + i} has another number`);
        for (let j = 0; j < width; j++) links[(from + i) * width + j] = chunk.readInt32LE(start + j * 4);
      }
    }
    const { upperStart, upperLinks } = upperOf(await read(handle, upperAt, size - upperAt), points, broken);
    checkLists(links, width, points, broken);
    checkLists(upperLinks, 1 + upperLinksAPoint, points, broken);
    return {
      points,
      entry,
      levels,
      links,
      linksAPoint,
      upperStart,
      upperLinks,
      upperLinksAPoint,
      header,
    };
  } finally {
    await handle.close();
  }
}

type Broken = (what: string) => UserError;

/** After the points: for each the bytes of its upper lists, and the lists. */
function upperOf(bytes: Buffer, points: number, broken: Broken) {
  const upperStart = new Int32Array(points).fill(-1);
  const upperLinks = new Int32Array(bytes.length / 4 - points);
  let [position, filled] = [0, 0];
  for (let i = 0; i < points; i++) {
    const length = position + 4 <= bytes.length ? bytes.readUInt32LE(position) : Number.NaN;
    position += 4;
    if (!(position + length <= bytes.length)) throw broken('it ends too early');
    if (length > 0) upperStart[i] = filled;
    for (const end = position + length; position < end; position += 4)
      upperLinks[filled++] = bytes.readInt32LE(position);
  }
  if (position !== bytes.length) throw broken('it goes on after its end');
  return { upperStart, upperLinks };
}

function checkLists(lists: Int32Array, width: number, points: number, broken: Broken): void {
  for (let start = 0; start < lists.length; start += width) {
    const count = lists[start];
    if (!(count >= 0 && count < width)) throw broken(`a point has ${count} links`);
    for (let i = start + 1; i <= start + count; i++)
      if (!(lists[i] >= 0 && lists[i] < points)) throw broken(`it links to point ${lists[i]}`);
  }
}

/** Writes the file that hnswlib would write, byte for byte. */
export async function writeGraph(handle: FileHandle, graph: HnswGraph, vectors: Matrix): Promise<void> {
  const { points, links, upperStart, upperLinks, header } = graph;
  const width = 1 + graph.linksAPoint;
  const pointBytes = width * 4 + vectors.cols * 4 + labelBytes;
  await handle.writeFile(header);
  const pointsAChunk = Math.max(1, Math.floor(chunkBytes / pointBytes));
  for (let from = 0; from < points; from += pointsAChunk) {
    const count = Math.min(pointsAChunk, points - from);
    const chunk = Buffer.alloc(count * pointBytes);
    for (let i = 0; i < count; i++) {
      const at = from + i;
      chunk.set(bytesOf(links.subarray(at * width, (at + 1) * width)), i * pointBytes);
      chunk.set(bytesOf(row(vectors, at)), i * pointBytes + width * 4);
      chunk.writeUInt32LE(at, (i + 1) * pointBytes - labelBytes);
    }
    await handle.writeFile(chunk);
  }
  const tail = Buffer.alloc(points * 4 + upperLinks.length * 4);
  const withUpper = [...upperStart.keys()].filter((i) => upperStart[i] >= 0);
  const end = new Map(withUpper.map((i, n) => [i, upperStart[withUpper[n + 1]] ?? upperLinks.length]));
  let position = 0;
  for (let i = 0; i < points; i++) {
    const lists = end.has(i) ? upperLinks.subarray(upperStart[i], end.get(i)) : upperLinks.subarray(0, 0);
    position = tail.writeUInt32LE(lists.byteLength, position);
    tail.set(bytesOf(lists), position);
    position += lists.byteLength;
  }
  await handle.writeFile(tail);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
