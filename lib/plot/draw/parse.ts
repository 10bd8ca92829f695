import { z } from 'zod';
import { issueSentence, shown, UserError } from '../../errors/index.js';
import type { Figure } from '../figure.js';
import { plainText } from '../theme.js';

/**
 * A text without plotly's small HTML. Vega takes a word that is called as something that every object has, such as
 * `constructor`, and `if`, for a part of its language: a space of no width tells them apart.
 */
const plain = (written: string) =>
  plainText(written).replace(/\S+/g, (word) =>
    word === 'if' || word in Object.prototype ? `${word}\u200b` : word,
  );
const text = z.union([z.string(), z.number()]).transform((value) => plain(String(value)));
const value = z.union([z.number(), z.nan(), z.string().transform(plain), z.null()]);
const values = z.preprocess(
  (input) => (ArrayBuffer.isView(input) ? Array.from(input as unknown as ArrayLike<number>) : input),
  z.array(value),
);
const numbers = z.preprocess(
  (input) => (ArrayBuffer.isView(input) ? Array.from(input as unknown as ArrayLike<number>) : input),
  z.array(z.union([z.number(), z.nan(), z.null()])),
);
const title = z
  .union([text, z.looseObject({ text: text.optional() }).transform((item) => item.text)])
  .optional();
const scale = z.union([z.string(), z.array(z.tuple([z.number(), z.string()]))]);
const errorBar = z.looseObject({
  array: numbers,
  arrayminus: numbers.optional(),
  visible: z.boolean().default(true),
  color: z.string().optional(),
});
const line = z
  .looseObject({ color: z.string().optional(), width: z.number().optional(), dash: z.string().optional() })
  .default({});
const marker = z
  .looseObject({
    color: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]).optional(),
    size: z.number().optional(),
    opacity: z.number().optional(),
    colorscale: scale.optional(),
  })
  .default({});
const common = {
  name: text.optional(),
  showlegend: z.boolean().optional(),
  visible: z.union([z.boolean(), z.literal('legendonly')]).default(true),
  opacity: z.number().default(1),
  marker,
  orientation: z.enum(['v', 'h']).optional(),
  xaxis: z.literal('x').optional(),
  yaxis: z.literal('y').optional(),
};

const traces = {
  bar: z.looseObject({
    ...common,
    type: z.literal('bar'),
    x: values.optional(),
    y: values,
    error_x: errorBar.optional(),
    error_y: errorBar.optional(),
    text: z.union([text, z.array(text)]).optional(),
  }),
  scatter: z.looseObject({
    ...common,
    type: z.literal('scatter'),
    x: values.optional(),
    y: values,
    mode: z.string().default('lines'),
    line,
    fill: z.enum(['none', 'toself', 'tozeroy', 'tonexty']).default('none'),
    fillcolor: z.string().optional(),
    error_x: errorBar.optional(),
    error_y: errorBar.optional(),
    text: z.union([text, z.array(text)]).optional(),
  }),
  histogram: z.looseObject({
    ...common,
    type: z.literal('histogram'),
    x: numbers.optional(),
    y: numbers.optional(),
    xbins: z.looseObject({ start: z.number(), end: z.number(), size: z.number().positive() }).optional(),
    nbinsx: z.number().int().positive().optional(),
    histnorm: z.enum(['', 'probability', 'percent']).default(''),
  }),
  heatmap: z.looseObject({
    ...common,
    type: z.literal('heatmap'),
    z: z.array(numbers),
    x: values.optional(),
    y: values.optional(),
    colorscale: scale.optional(),
    reversescale: z.boolean().default(false),
    showscale: z.boolean().default(true),
    zmin: z.number().optional(),
    zmax: z.number().optional(),
    text: z.array(z.array(text)).optional(),
    texttemplate: z.string().optional(),
  }),
};

const axis = z
  .looseObject({
    title,
    type: z.enum(['-', 'linear', 'log', 'category']).default('-'),
    range: z.tuple([z.number(), z.number()]).optional(),
    autorange: z.union([z.boolean(), z.string()]).optional(),
    tickformat: z.string().optional(),
    tickvals: values.optional(),
    ticktext: z.array(text).optional(),
    tickangle: z.number().optional(),
    showgrid: z.boolean().default(true),
    visible: z.boolean().default(true),
  })
  .prefault({});
const coordinate = z.union([z.number(), z.string().transform(plain)]);
const layout = z
  .looseObject({
    title,
    width: z.number().positive().optional(),
    height: z.number().positive().optional(),
    showlegend: z.boolean().optional(),
    barmode: z.enum(['group', 'stack', 'overlay', 'relative']).default('group'),
    bargap: z.number().min(0).max(1).optional(),
    colorway: z.array(z.string()).min(1).optional(),
    xaxis: axis,
    yaxis: axis,
    shapes: z
      .array(
        z.looseObject({
          type: z.enum(['line', 'rect']),
          x0: coordinate,
          x1: coordinate,
          y0: coordinate,
          y1: coordinate,
          xref: z.string().default('x'),
          yref: z.string().default('y'),
          line,
          fillcolor: z.string().optional(),
          opacity: z.number().default(1),
        }),
      )
      .default([]),
    annotations: z
      .array(
        z.looseObject({
          text,
          x: coordinate,
          y: coordinate,
          xref: z.string().default('x'),
          yref: z.string().default('y'),
          xanchor: z.enum(['auto', 'left', 'center', 'right']).default('auto'),
          yanchor: z.enum(['auto', 'top', 'middle', 'bottom']).default('auto'),
          showarrow: z.boolean().default(true),
          ax: z.number().default(0),
          ay: z.number().default(-30),
          font: z.looseObject({ size: z.number().optional(), color: z.string().optional() }).optional(),
        }),
      )
      .default([]),
  })
  .prefault({});

export type BarTrace = z.infer<typeof traces.bar>;
export type ScatterTrace = z.infer<typeof traces.scatter>;
export type HistogramTrace = z.infer<typeof traces.histogram>;
export type HeatmapTrace = z.infer<typeof traces.heatmap>;
export type DrawnTrace = BarTrace | ScatterTrace | HistogramTrace | HeatmapTrace;
export type ErrorBar = z.infer<typeof errorBar>;
export type AxisLayout = z.infer<typeof axis>;
export type DrawnLayout = z.infer<typeof layout>;
export type Datum = z.infer<typeof value>;

export interface DrawnFigure {
  readonly traces: DrawnTrace[];
  readonly layout: DrawnLayout;
}

/**
 * The parts of a plotly figure that a drawing needs, with plotly's defaults filled in and texts made plain.
 *
 * @throws {UserError} for a kind of trace that is not drawn, or an attribute that has the wrong shape.
 */
export function parseFigure(figure: Figure): DrawnFigure {
  const drawn = (figure.data ?? []).map((trace, index) => {
    const type = trace.type ?? 'scatter';
    if (!Object.hasOwn(traces, type)) {
      const known = Object.keys(traces).join(', ');
      throw new UserError(`cannot draw trace ${index} of type ${shown(type)}; drawn are ${known}`);
    }
    return check<DrawnTrace>(
      traces[type as keyof typeof traces] as z.ZodType<DrawnTrace>,
      { ...trace, type },
      `data[${index}] (${type})`,
    );
  });
  return {
    traces: drawn.filter((trace) => trace.visible === true),
    layout: check(layout, figure.layout ?? {}, 'layout'),
  };
}

function check<T>(schema: z.ZodType<T>, input: unknown, where: string): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new UserError(`cannot draw the figure: ${where}, ${issueSentence(result.error)}`);
}
