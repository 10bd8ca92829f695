/** A plotly figure: the one description of a chart, drawn live by plotly and as PNG by `savePlot`. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout?: Layout;
}

/** One plotly trace, with the attributes of its type. */
export interface Trace {
  readonly type?: string;
  readonly name?: string;
  readonly [attribute: string]: unknown;
}

/** A plotly layout. */
export interface Layout {
  readonly [attribute: string]: unknown;
}

/** A value on an axis: a number, or a category's name. */
export type AxisValue = number | string;

/** Values along an axis, typed arrays included. */
export type Values =
  | readonly number[]
  | readonly string[]
  | readonly AxisValue[]
  | Float32Array
  | Float64Array
  | Int32Array;

/** Lower and upper ends of the interval about each value, in the unit of the axis. */
export interface Interval {
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** What every chart takes. */
export interface ChartOptions {
  /** Set above the chart. */
  readonly title?: string;
  /** Title of the x axis. */
  readonly xTitle?: string;
  /** Title of the y axis. */
  readonly yTitle?: string;
  /** Ends of the y axis. Default they follow the data. */
  readonly yRange?: readonly [number, number];
  /** Ends of the x axis. Default they follow the data. */
  readonly xRange?: readonly [number, number];
  /** Straight lines across the chart, such as a threshold or a chance level. */
  readonly lines?: readonly ReferenceLine[];
  /** Height of the chart, in CSS pixels. Default 420. */
  readonly height?: number;
}

/** A line across the whole chart at one x or one y. */
export interface ReferenceLine {
  readonly x?: number;
  readonly y?: number;
  readonly label?: string;
}
