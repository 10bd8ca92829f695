const $ = (id) => document.getElementById(id);
const percent = (value) => `${(value * 100).toFixed(0)}\u00a0%`;

/** Shows the picture with its score, its verdict and what is wrong, the map empty. */
export function showScore(pixels, name, [score, probability, ...broken], { threshold, rules }) {
  $('result').hidden = false;
  $('score').textContent = score.toFixed(1);
  fill('score-bar', score);
  const passes = probability >= threshold;
  $('verdict').textContent = passes ? '✓ Pass' : '✗ Fail';
  $('verdict').className = `verdict ${passes ? 'pass' : 'fail'}`;
  $('probability').textContent = percent(probability);
  $('threshold').textContent = percent(threshold);
  fill('compliance-bar', probability * 100);
  $('mark').style.left = `${threshold * 100}%`;
  $('rules').replaceChildren(...rules.map((rule, i) => ruleRow(rule, broken[i])));
  const picture = $('picture');
  [picture.width, picture.height] = [pixels.width, pixels.height];
  picture.getContext('2d').drawImage(pixels, 0, 0);
  picture.setAttribute('aria-label', name);
  const heat = $('heat');
  heat.getContext('2d').clearRect(0, 0, heat.width, heat.height);
  $('scale').textContent = '';
  $('progress').value = 0;
}

/** One rule: whether it is broken, from even odds up, and how likely. */
function ruleRow(rule, probability) {
  const row = document.createElement('li');
  const isBroken = probability >= 0.5;
  row.className = isBroken ? 'broken' : 'kept';
  row.textContent = `${isBroken ? '✗ breaks' : '✓ keeps'} ${rule} (${percent(probability)} likely broken)`;
  return row;
}

/** How far the bar is filled, 0 to 100; it says in a picture what stands above it. */
function fill(id, value) {
  $(id).firstElementChild.style.width = `${Math.min(100, Math.max(0, value))}%`;
}

/** Draws the map of one output: blue where the picture raises it, orange where it lowers it, clear where neither. */
export function showMap({ rows, cols, cells, part }, output) {
  const values = cells[output];
  const largest = values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 1e-9);
  const small = document.createElement('canvas');
  [small.width, small.height] = [cols, rows];
  const context = small.getContext('2d');
  const image = context.createImageData(cols, rows);
  values.forEach((value, i) => {
    const strength = Number.isNaN(value) ? 0 : Math.abs(value) / largest;
    image.data.set([...(value > 0 ? [0, 114, 178] : [213, 94, 0]), Math.round(255 * strength)], i * 4);
  });
  context.putImageData(image, 0, 0);
  const heat = $('heat');
  [heat.width, heat.height] = [cols * 16, rows * 16];
  const target = heat.getContext('2d');
  target.imageSmoothingQuality = 'high';
  target.drawImage(small, 0, 0, heat.width, heat.height);
  const unit =
    output === 0 ? `${largest.toFixed(1)} points` : `${(largest * 100).toFixed(1)} percentage points`;
  $('scale').textContent = `strongest: ${unit}`;
  $('progress').value = part;
}
