import { createRandom, type Matrix, matrix, normalize, row } from '../vectors/index.js';

const CENTRES = 500;

/** Draws unit vectors around 500 centres, as catalogues have them: `draw(rows)` gives the next ones. */
export function clusteredVectors(dim: number, spread = 0.7, seed = 1): (rows: number) => Matrix {
  const random = createRandom(seed);
  const centres = Float32Array.from({ length: CENTRES * dim }, () => random.normal());
  return (rows) => {
    const m = matrix(rows, dim);
    for (let i = 0; i < rows; i++) {
      const centre = random.int(CENTRES) * dim;
      const vector = row(m, i);
      for (let j = 0; j < dim; j++) vector[j] = centres[centre + j] + spread * random.normal();
      normalize(vector);
    }
    return m;
  };
}
