/**
 * Lets a canvas be drawn on by pointer and by keyboard, and hands it over after each stroke.
 * Its parent takes the keys.
 * @param tools the inputs for colour and width, the buttons that fill and clear
 */
export function enableDrawing(canvas, tools, onStroke) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const pen = { x: canvas.width / 2, y: canvas.height / 2, isDown: false, before: null };
  const paint = (color) => {
    pen.before = null;
    context.fillStyle = color;
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  paint('#fff');

  const lineTo = (x, y) => {
    context.strokeStyle = tools.color.value;
    context.lineWidth = Number(tools.brush.value);
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(pen.x, pen.y);
    context.lineTo(x, y);
    context.stroke();
  };
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    hideCross();
    canvas.setPointerCapture(event.pointerId);
    [pen.x, pen.y] = place(event);
    lineTo(pen.x, pen.y);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const [x, y] = place(event);
    lineTo(x, y);
    [pen.x, pen.y] = [x, y];
  });
  // A pointer that is lost, as by the finger that scrolls, ends its stroke too.
  canvas.addEventListener('lostpointercapture', () => onStroke(canvas));

  /** The keyboard's pen shows as a cross, which is no part of the drawing. */
  const showCross = () => {
    pen.before = context.getImageData(0, 0, canvas.width, canvas.height);
    for (const [color, width] of [
      ['#fff', 7],
      [pen.isDown ? '#c00' : '#000', 3],
    ]) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(pen.x - 16, pen.y);
      context.lineTo(pen.x + 16, pen.y);
      context.moveTo(pen.x, pen.y - 16);
      context.lineTo(pen.x, pen.y + 16);
      context.stroke();
    }
  };
  const hideCross = () => {
    if (pen.before) context.putImageData(pen.before, 0, 0);
    pen.before = null;
  };
  const lift = () => {
    hideCross();
    if (!pen.isDown) return;
    pen.isDown = false;
    onStroke(canvas);
  };
  const steps = { ArrowLeft: [-16, 0], ArrowRight: [16, 0], ArrowUp: [0, -16], ArrowDown: [0, 16] };
  canvas.parentElement.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (!step && event.key !== ' ') return;
    event.preventDefault();
    hideCross();
    if (step) {
      const x = Math.min(canvas.width, Math.max(0, pen.x + step[0]));
      const y = Math.min(canvas.height, Math.max(0, pen.y + step[1]));
      if (pen.isDown) lineTo(x, y);
      [pen.x, pen.y] = [x, y];
    } else if (pen.isDown) {
      lift();
    } else {
      pen.isDown = true;
      lineTo(pen.x, pen.y);
    }
    showCross();
  });
  canvas.parentElement.addEventListener('blur', lift);
  tools.fill.addEventListener('click', () => {
    paint(tools.color.value);
    onStroke(canvas);
  });
  tools.clear.addEventListener('click', () => paint('#fff'));
}
