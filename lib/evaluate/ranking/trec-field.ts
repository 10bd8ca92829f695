import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';

/** An id as a field of a TREC file, where blanks separate fields. */
export function trecField(path: string, id: string): string {
  if (!/^\S+$/.test(id)) {
    throw new EvaluateError(`${path}: id ${shown(id)} is empty or has blanks, which TREC files cannot hold`);
  }
  return id;
}
