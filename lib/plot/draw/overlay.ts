import type { Axis, Vega } from './axes.js';
import { dashOf } from './curves.js';
import type { DrawnLayout } from './parse.js';

/** Reference lines, shaded rectangles and texts that a layout lays over the data. */
export function overlayMarks(
  { shapes, annotations }: DrawnLayout,
  x: Axis,
  y: Axis,
): { below: Vega[]; above: Vega[] } {
  const lines = shapes.map((shape): Vega => {
    const [x0, x1] = [shape.x0, shape.x1].map((value) => spot(x, shape.xref, value));
    const [y0, y1] = [shape.y0, shape.y1].map((value) => spot(y, shape.yref, value));
    const stroke = {
      stroke: { value: shape.line.color ?? '#444444' },
      strokeWidth: { value: shape.line.width ?? 2 },
      strokeDash: { value: dashOf(shape.line.dash) },
      opacity: { value: shape.opacity },
    };
    const fill = { value: shape.fillcolor ?? 'transparent' };
    const update = { x: x0, x2: x1, y: y0, y2: y1, ...stroke, ...(shape.type === 'rect' ? { fill } : {}) };
    return { type: shape.type === 'line' ? 'rule' : 'rect', clip: true, encode: { update } };
  });
  const texts = annotations.flatMap((note): Vega[] => {
    // plotly gives an annotation's place on a logarithmic axis as the exponent.
    const value = (axis: Axis, at: number | string) =>
      axis.kind === 'log' && typeof at === 'number' ? 10 ** at : at;
    const px = spot(x, note.xref, note.xref === 'x' ? value(x, note.x) : note.x);
    const py = spot(y, note.yref, note.yref === 'y' ? value(y, note.y) : note.y);
    const [dx, dy] = note.showarrow ? [note.ax, note.ay] : [0, 0];
    const align = note.xanchor === 'auto' ? 'center' : note.xanchor;
    const baseline = note.yanchor === 'auto' ? (note.showarrow ? 'bottom' : 'middle') : note.yanchor;
    const pad = { left: 4, right: -4, center: 0 }[align];
    const lift = { top: 3, bottom: -3, middle: 0 }[baseline];
    const arrow: Vega = {
      type: 'rule',
      encode: {
        update: {
          x: px,
          y: py,
          x2: { ...px, offset: dx },
          y2: { ...py, offset: dy },
          stroke: { value: '#555555' },
        },
      },
    };
    const label: Vega = {
      type: 'text',
      encode: {
        update: {
          x: { ...px, offset: dx + pad },
          y: { ...py, offset: dy + lift },
          text: { value: note.text.split('\n') },
          align: { value: align },
          baseline: { value: baseline },
          fontSize: { value: note.font?.size ?? 11 },
          fill: { value: note.font?.color ?? '#444444' },
        },
      },
    };
    return note.showarrow ? [arrow, label] : [label];
  });
  return { below: lines, above: texts };
}

function spot(axis: Axis, ref: string, value: number | string): Vega {
  if (ref === 'paper' || ref.endsWith('domain')) {
    return { signal: axis.name === 'x' ? `width * ${Number(value)}` : `height * ${1 - Number(value)}` };
  }
  return { scale: axis.name, value, ...(axis.kind === 'band' ? { band: 0.5 } : {}) };
}
