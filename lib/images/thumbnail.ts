import { projectPath } from '../store/index.js';
import { openOnWhite } from './open-image.js';

/** A photo no larger than `side` × `side` pixels as JPEG on white, null where the file is missing or no picture. */
export async function thumbnail(file: string | null, side: number, quality = 75): Promise<Buffer | null> {
  if (!file) return null;
  try {
    return await (await openOnWhite(projectPath(file)))
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality, mozjpeg: true })
      .toBuffer();
  } catch {
    return null;
  }
}

/** A JPEG as a data URI. */
export function jpegUri(jpeg: Buffer): string {
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}
