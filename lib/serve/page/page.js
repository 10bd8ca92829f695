import { enableDrawing } from './drawing.js';
import { occlude } from './occlusion.js';
import { pixelsOf } from './pixels.js';
import { loadScorer } from './scorer.js';
import { showMap, showScore } from './show.js';

const $ = (id) => document.getElementById(id);
const status = $('status');
/** What the page shows last; tests read it. */
const shown = { id: 0, map: null, done: false };
let scorer = null;
let waiting = null;

loadScorer()
  .then((loaded) => {
    scorer = loaded;
    window.adQuality = { shown, backend: scorer.backend };
    status.textContent = 'Ready. Give it a picture.';
    $('backend').textContent =
      `TensorFlow.js, ${scorer.backend}; model input ${scorer.width} × ${scorer.height} pixels${scorer.version ? `, version ${scorer.version}` : ''}.`;
    if (waiting) score(...waiting);
  })
  .catch((error) => complain(`The model could not be loaded: ${error.message}`));

/** Scores a picture, then maps it; a newer picture ends both. */
async function score(source, name) {
  const id = ++shown.id;
  // Nothing of the last picture passes for this one's.
  Object.assign(shown, { values: null, map: null, done: false });
  $('error').hidden = true;
  if (!scorer) {
    waiting = [source, name];
    status.textContent = 'Loading the model; the picture is next …';
    return;
  }
  try {
    const pixels = await pixelsOf(source);
    if (id !== shown.id) return;
    const input = scorer.resize(pixels);
    try {
      const values = await scorer.predict(input);
      if (id !== shown.id) return;
      shown.values = values;
      showScore(pixels, name, values, scorer);
      status.textContent = `${name}: scored. Working out which parts decide …`;
      const isStale = () => id !== shown.id;
      for await (const map of occlude(scorer, input, values, isStale)) {
        shown.map = map;
        drawMap();
      }
      if (isStale()) return;
      shown.done = true;
      status.textContent = `${name}: scored and mapped.`;
    } finally {
      input.dispose();
    }
  } catch (error) {
    if (id === shown.id) complain(`${name} cannot be scored: ${error.message}`);
  }
}

/** Says what is wrong with what was given last; the verdict on what came before goes with it. */
function complain(text) {
  shown.id++;
  Object.assign(shown, { values: null, map: null, done: false });
  waiting = null;
  $('result').hidden = true;
  $('error').textContent = text;
  $('error').hidden = false;
  status.textContent = scorer ? 'Ready. Give it a picture.' : '';
}

function drawMap() {
  const output = Number(document.querySelector('input[name=output]:checked').value);
  if (shown.map) showMap(shown.map, output);
}

function take(files) {
  const file = Array.from(files).find(({ type }) => type.startsWith('image/'));
  if (file) score(file, file.name || 'The picture');
  else if (files.length > 0) complain(`${files[0].name || 'What was given'} is no picture.`);
}

$('file').addEventListener('change', (event) => {
  take(event.target.files);
  // The same file may be chosen again.
  event.target.value = '';
});
document.addEventListener('paste', (event) => take(event.clipboardData.files));
for (const type of ['dragover', 'drop', 'dragleave']) {
  document.addEventListener(type, (event) => {
    if (type !== 'dragleave') event.preventDefault();
    $('drop').classList.toggle('over', type === 'dragover');
    if (type === 'drop') take(event.dataTransfer.files);
  });
}
for (const button of document.querySelectorAll('[data-example]')) {
  button.addEventListener('click', () => score(button.dataset.example, `Example “${button.textContent}”`));
}
for (const radio of document.querySelectorAll('input[name=output]'))
  radio.addEventListener('change', drawMap);

const heat = $('heat');
heat.style.opacity = '0.65';
$('opacity').addEventListener('input', (event) => {
  heat.style.opacity = String(event.target.value / 100);
});
$('toggle').addEventListener('click', (event) => {
  heat.hidden = !heat.hidden;
  event.target.setAttribute('aria-pressed', String(!heat.hidden));
});
enableDrawing(
  $('canvas'),
  { color: $('color'), brush: $('brush'), fill: $('fill'), clear: $('clear') },
  (canvas) => score(canvas, 'The drawing'),
);
