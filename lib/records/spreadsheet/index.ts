import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../../errors/index.js';
import { maxFieldBytes, maxRecordBytes, oversizedRecord } from '../limits.js';
import type { CellRow } from '../rows.js';
import { Archive } from './archive.js';
import { readPart } from './xml-part.js';

const maxSheetBytes = 4 * 1024 ** 3;
const maxTextBytes = 512 * 1024 ** 2;
const maxBookBytes = 4 * 1024 ** 2;
/** Excel's own limit; a cell that claims to stand further right would make a row of nothing. */
const maxColumns = 16_384;

/** The rows of the first sheet of an .xlsx file that is not hidden, streamed. Numbers and truth values are texts as the file has them. */
export async function* sheetRows(handle: FileHandle, file: string): AsyncGenerator<CellRow[]> {
  const archive = await Archive.open(handle, file);
  const shared = await sharedTexts(archive, file);
  const sheet = await archive.part(await firstSheet(archive, file), maxSheetBytes);
  if (!sheet) throw new UserError(`${file} has no sheet; save it again as .xlsx, or as CSV UTF-8`);
  let rows: CellRow[] = [];
  let row = 0;
  let cells: string[] = [];
  let column = -1;
  let type = '';
  let value = '';
  let length = 0;
  let isValue = false;
  const parts = readPart(sheet, file, {
    begin: (name, attributes) => {
      if (name === 'row') {
        row = Number(attributes.r) || row + 1;
        cells = [];
        column = -1;
        length = 0;
      } else if (name === 'c') {
        column = columnOf(attributes.r) ?? column + 1;
        if (column >= maxColumns) throw new UserError(`${file}, row ${row}: a cell in column ${column + 1}`);
        type = attributes.t ?? 'n';
        value = '';
      } else if (name === 'v' || name === 't') isValue = true;
      else if (name === 'rPh') isValue = false;
    },
    text: (text) => {
      if (!isValue) return;
      length += text.length;
      if (length <= maxRecordBytes) value += text;
    },
    end: (name) => {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'c' && value !== '') {
        const text = type === 's' ? (shared[Number(value)] ?? '') : type === 'e' ? '' : value;
        while (cells.length < column) cells.push('');
        cells[column] = (type === 'b' ? (value === '1' ? 'true' : 'false') : text).trim();
      } else if (name === 'row' && cells.some((cell) => cell !== '')) {
        rows.push(length > maxRecordBytes ? { row, problem: oversizedRecord } : { row, cells });
      }
    },
  });
  for await (const _ of parts) {
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
}

/** 27 of 'AB12'; undefined where a cell does not say where it stands. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(place ?? '')?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

async function firstSheet(archive: Archive, file: string): Promise<string> {
  const targets = new Map<string, string>();
  const ids: string[] = [];
  await read(archive, 'xl/_rels/workbook.xml.rels', file, (name, { Id, Target }) => {
    if (name === 'Relationship') targets.set(Id, Target);
  });
  await read(archive, 'xl/workbook.xml', file, (name, attributes) => {
    if (name === 'sheet' && !/hidden/i.test(attributes.state ?? '')) ids.push(attributes['r:id']);
  });
  const target = targets.get(ids[0] ?? '') ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function read(
  archive: Archive,
  part: string,
  file: string,
  begin: (name: string, attributes: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const chunks = await archive.part(part, maxBookBytes);
  if (chunks) for await (const _ of readPart(chunks, file, { begin })) void _;
}

/** Texts that cells name by their number. */
async function sharedTexts(archive: Archive, file: string): Promise<string[]> {
  const chunks = await archive.part('xl/sharedStrings.xml', maxTextBytes);
  const texts: string[] = [];
  if (!chunks) return texts;
  let text = '';
  let isText = false;
  let isReading = false;
  const parts = readPart(chunks, file, {
    begin: (name) => {
      if (name === 'si') text = '';
      else if (name === 't') isText = !isReading;
      // How a name is read aloud, which is no part of it.
      else if (name === 'rPh') isReading = true;
    },
    text: (found) => {
      if (isText && text.length <= maxFieldBytes) text += found;
    },
    end: (name) => {
      if (name === 't') isText = false;
      else if (name === 'rPh') isReading = false;
      else if (name === 'si') texts.push(text);
    },
  });
  for await (const _ of parts) void _;
  return texts;
}
