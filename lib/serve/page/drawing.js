/**
 * Lets a canvas be drawn on by pointer and by keyboard, and hands it over after each stroke.
 * Its parent takes the keys.
 * @param tools the inputs for colour and width, the buttons that fill and clear
 */
export function enableDrawing(canvas, tools, onStroke) {
  const pen = penOn(canvas, tools);
  pen.paint('#fff');
  drawByPointer(canvas, pen, onStroke);
  drawByKeys(canvas, pen, onStroke);
  tools.fill.addEventListener('click', () => {
    pen.paint(tools.color.value);
    onStroke(canvas);
  });
  tools.clear.addEventListener('click', () => pen.paint('#fff'));
}

function penOn(canvas, tools) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let before = null;
  const pen = {
    x: canvas.width / 2,
    y: canvas.height / 2,
    isDown: false,
    paint(color) {
      before = null;
      context.fillStyle = color;
      context.fillRect(0, 0, canvas.width, canvas.height);
    },
    moveTo(x, y) {
      [pen.x, pen.y] = [x, y];
    },
    lineTo(x, y) {
      context.strokeStyle = tools.color.value;
      context.lineWidth = Number(tools.brush.value);
      context.lineCap = 'round';
      context.beginPath();
      context.moveTo(pen.x, pen.y);
      context.lineTo(x, y);
      context.stroke();
      pen.moveTo(x, y);
    },
    /** The keyboard's pen shows as a cross, which is no part of the drawing. */
    showCross() {
      before = context.getImageData(0, 0, canvas.width, canvas.height);
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
    },
    hideCross() {
      if (before) context.putImageData(before, 0, 0);
      before = null;
    },
  };
  return pen;
}

function drawByPointer(canvas, pen, onStroke) {
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    pen.hideCross();
    canvas.setPointerCapture(event.pointerId);
    pen.moveTo(...place(event));
    pen.lineTo(pen.x, pen.y);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) pen.lineTo(...place(event));
  });
  // A pointer that is lost, as by the finger that scrolls, ends its stroke too.
  canvas.addEventListener('lostpointercapture', () => onStroke(canvas));
}

const steps = { ArrowLeft: [-16, 0], ArrowRight: [16, 0], ArrowUp: [0, -16], ArrowDown: [0, 16] };

function drawByKeys(canvas, pen, onStroke) {
  const lift = () => {
    pen.hideCross();
    if (!pen.isDown) return;
    pen.isDown = false;
    onStroke(canvas);
  };
  canvas.parentElement.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (!step && event.key !== ' ') return;
    event.preventDefault();
    pen.hideCross();
    if (step) {
      const x = Math.min(canvas.width, Math.max(0, pen.x + step[0]));
      const y = Math.min(canvas.height, Math.max(0, pen.y + step[1]));
      if (pen.isDown) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    } else if (pen.isDown) {
      lift();
    } else {
      pen.isDown = true;
      pen.lineTo(pen.x, pen.y);
    }
    pen.showCross();
  });
  canvas.parentElement.addEventListener('blur', lift);
}
