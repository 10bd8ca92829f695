import { ModelError, type Tensor } from '../../onnx/index.js';
import { type Matrix, matrix, normalize, row } from '../../vectors/index.js';

/** 'mean': the mean of the vectors of all tokens; 'cls': the vector of the first. */
export type Pooling = 'mean' | 'cls';

/**
 * One vector of length 1 for each text from the vectors of its tokens [n, width, dim]; padding does not count.
 * A model that pools itself ([n, dim]) is only scaled.
 * @throws {ModelError} for vectors that are not finite
 */
export function pool({ data, dims }: Tensor, lengths: readonly number[], pooling: Pooling): Matrix {
  const dim = dims[dims.length - 1];
  const width = dims.length === 3 ? dims[1] : 1;
  const hidden = data as Float32Array;
  const out = matrix(lengths.length, dim);
  lengths.forEach((length, i) => {
    const vector = row(out, i);
    const tokens = dims.length === 3 && pooling === 'mean' ? length : 1;
    for (let t = 0, at = i * width * dim; t < tokens; t++, at += dim) {
      for (let j = 0; j < dim; j++) vector[j] += hidden[at + j];
    }
    if (!Number.isFinite(normalize(vector))) {
      throw new ModelError(
        'the text model gives vectors that are not finite; its file is damaged: fetch it again',
      );
    }
  });
  return out;
}
