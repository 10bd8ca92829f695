/**
 * A picture's pixels as the browser shows it: turned as its EXIF says, transparent parts on white.
 * @param {Blob | string | HTMLCanvasElement} source a file, an address, or a canvas
 * @returns {Promise<HTMLCanvasElement>} at the picture's own size
 */
export async function pixelsOf(source) {
  const isCanvas = source instanceof HTMLCanvasElement;
  const image = isCanvas ? source : await load(source);
  const width = isCanvas ? image.width : image.naturalWidth;
  const height = isCanvas ? image.height : image.naturalHeight;
  if (width === 0 || height === 0) throw new Error('it has no size of its own');
  if (width * height > 100e6) throw new Error(`${width} × ${height} pixels are too many for a page`);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  return canvas;
}

async function load(source) {
  const image = new Image();
  const url = typeof source === 'string' ? source : URL.createObjectURL(source);
  try {
    image.src = url;
    await image.decode();
  } catch {
    throw new Error('this browser cannot read it as a picture');
  } finally {
    if (url !== source) URL.revokeObjectURL(url);
  }
  return image;
}
