import { Resvg } from '@resvg/resvg-js';
import * as vega from 'vega';
import type { Figure } from '../figure.js';
import { type FontMetrics, fontFiles, readMetrics } from './font.js';
import { vegaSpec } from './spec.js';

const scale = 2;

/** Exported by Vega, missing from its types. */
interface VegaText {
  readonly textMetrics: { width: (item: TextItem, text: string) => number };
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

let fonts: { files: string[]; regular: FontMetrics; bold: FontMetrics } | undefined;

/** Draws a figure: plotly's description to Vega's, to SVG, to PNG. */
export async function drawPng(figure: Figure): Promise<Uint8Array> {
  const { files, regular } = useFonts();
  const spec = vegaSpec(figure, (text, size = 11) => regular(text) * size);
  const view = new vega.View(vega.parse(spec, fontConfig), { renderer: 'none', logLevel: vega.None });
  try {
    const svg = await view.toSVG();
    const image = new Resvg(svg, {
      background: '#ffffff',
      fitTo: { mode: 'zoom', value: scale },
      font: {
        fontFiles: files,
        loadSystemFonts: false,
        defaultFontFamily: 'DejaVu Sans',
        sansSerifFamily: 'DejaVu Sans',
      },
    });
    return image.render().asPng();
  } finally {
    view.finalize();
  }
}

const font = 'DejaVu Sans';
const fontConfig = {
  text: { font },
  title: { font },
  axis: { labelFont: font, titleFont: font },
  legend: { labelFont: font, titleFont: font },
};

/** Vega lays out by measured widths: without this it guesses, and guesses differently where a canvas is installed. */
function useFonts() {
  if (!fonts) {
    const files = fontFiles();
    const [regular, bold] = files.map(readMetrics);
    const { textMetrics } = vega as unknown as VegaText;
    textMetrics.width = (item, text) => {
      const heavy = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
      return (heavy ? bold : regular)(String(text ?? '')) * (item.fontSize ?? 11);
    };
    fonts = { files, regular, bold };
  }
  return fonts;
}
