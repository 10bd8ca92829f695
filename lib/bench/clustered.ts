import { createRandom, type Matrix, matrix, normalize, row } from '../vectors/index.js';

/**
 * Draws unit vectors around centres: `draw(rows)` gives the next ones. A spread of 0.7 is what catalogues have, cosines
 * of 0.67 about a centre; variants of one product have 0.05 or less, cosines of 0.9975 and more.
 */
export function clusteredVectors(dim: number, spread = 0.7, seed = 1, count = 500): (rows: number) => Matrix {
  const random = createRandom(seed);
  const centres = Float32Array.from({ length: count * dim }, () => random.normal());
  return (rows) => {
    const m = matrix(rows, dim);
    for (let i = 0; i < rows; i++) {
      const centre = random.int(count) * dim;
      const vector = row(m, i);
      for (let j = 0; j < dim; j++) vector[j] = centres[centre + j] + spread * random.normal();
      normalize(vector);
    }
    return m;
  };
}
