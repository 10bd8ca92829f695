import { existsSync } from 'node:fs';
import { rm, rmdir, statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import path from 'node:path';
import { messageOf } from '../../errors/index.js';
import { makeFolder, projectRoot, writeFileAtomic } from '../../store/index.js';
import { advice, broken, type Finding, ok } from './finding.js';

const gigabyte = 1e9;

/** The space that is left, and whether the folders that runs write to can be written. */
export async function checkDisk(root = projectRoot()): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(root);
  const free = (bavail * bsize) / gigabyte;
  const text = `${free.toFixed(1)} GB free`;
  return [
    free < 0.2
      ? broken('disk', `${text}; a run needs about 0.2 GB: free some space`)
      : free < 2
        ? advice('disk', `${text}; models and caches take up to 2 GB: free some space`)
        : ok('disk', text),
    ...(await Promise.all(['outputs', 'checkpoints'].map((name) => checkWritable(root, name)))),
  ];
}

async function checkWritable(root: string, name: string): Promise<Finding> {
  const folder = path.join(root, name);
  const wasThere = existsSync(folder);
  const probe = path.join(folder, `.doctor-${process.pid}`);
  try {
    await makeFolder(folder);
    await writeFileAtomic(probe, 'probe');
    await rm(probe);
    if (!wasThere) await rmdir(folder);
    return ok(`${name}/`, 'can be written');
  } catch (error) {
    return broken(`${name}/`, messageOf(error));
  }
}

/** Memory, with the limit of a container where there is one. */
export function checkMemory(): Finding[] {
  const limit = process.constrainedMemory();
  const total = limit > 0 && limit < totalmem() ? limit : totalmem();
  const free = process.availableMemory?.() ?? freemem();
  const text = `${(free / gigabyte).toFixed(1)} of ${(total / gigabyte).toFixed(1)} GB free`;
  return [
    free < gigabyte
      ? advice('memory', `${text}; a run takes about 1 GB: close other programs, or lower IMAGE_BATCH_SIZE`)
      : ok('memory', text),
  ];
}
