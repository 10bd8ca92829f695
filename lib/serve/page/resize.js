/**
 * Resizes pixels as lib/images does, by `resizeArea` or `resizeBilinear`: enlarged bilinearly to k times the new size,
 * then averaged block by block; k is 1 for 'bilinear'.
 * @param {ImageData} image
 * @param {'area' | 'bilinear'} kind
 * @returns {Float32Array} height · width · 3 numbers in 0…255
 */
export function resize({ data, height: h, width: w }, height, width, kind) {
  const area = kind === 'area';
  const k = area ? Math.max(1, Math.ceil(Math.max(h / height, w / width))) : 1;
  const across = mixes(w, width, k, area ? 0.5 : 0);
  const down = mixes(h, height, k, area ? 0.5 : 0);
  const rowLength = 3 * width;
  const narrow = new Float32Array(h * rowLength);
  for (let y = 0, to = 0; y < h; y++) {
    for (const { first, weights } of across) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let i = 0, from = 4 * (y * w + first); i < weights.length; i++, from += 4) {
        r += weights[i] * data[from];
        g += weights[i] * data[from + 1];
        b += weights[i] * data[from + 2];
      }
      narrow[to++] = r;
      narrow[to++] = g;
      narrow[to++] = b;
    }
  }
  const out = new Float32Array(height * rowLength);
  down.forEach(({ first, weights }, y) => {
    weights.forEach((weight, i) => {
      const from = (first + i) * rowLength;
      for (let x = 0; x < rowLength; x++) out[y * rowLength + x] += weight * narrow[from + x];
    });
  });
  return out;
}

/** For each new place, the old places that it is mixed from, one after the other, and the share of each. */
function mixes(from, to, k, center) {
  const last = from - 1;
  const step = from / (to * k);
  return Array.from({ length: to }, (_, place) => {
    const at = (i) => (place * k + i + center) * step - center;
    const first = Math.max(0, Math.floor(at(0)));
    const weights = new Float64Array(Math.min(last, Math.ceil(at(k - 1))) - first + 1);
    for (let i = 0; i < k; i++) {
      const before = Math.max(0, Math.floor(at(i)));
      const after = Math.min(last, Math.ceil(at(i)));
      const share = Math.max(0, at(i) - before) / k;
      weights[before - first] += 1 / k - share;
      weights[after - first] += share;
    }
    return { first, weights };
  });
}
