import { assertPicture, pair, place } from './layer-settings.js';
import type { LayerLike, NetworkWriter, Value } from './network-writer.js';

function pool2d(type: 'MaxPool' | 'AveragePool') {
  return (w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value => {
    assertPicture(layer, x);
    const size = pair(layer, 'poolSize');
    const strides = pair(layer, 'strides', size);
    const { padding } = layer.getConfig();
    const [rows, columns] = [0, 1].map((i) => place(x.shape[i], size[i], strides[i], padding));
    const pads = [rows.before, columns.before, rows.after, columns.after];
    const name = w.op(type, [x.name], { kernel_shape: size, strides, pads });
    return { name, shape: [rows.places, columns.places, x.shape[2]] };
  };
}

export const maxPooling2d = pool2d('MaxPool');

/** Pixels outside of the picture do not count. */
export const averagePooling2d = pool2d('AveragePool');

function globalPool2d(type: 'GlobalMaxPool' | 'GlobalAveragePool') {
  return (w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value => {
    assertPicture(layer, x);
    const pooled = w.op(type, [x.name]);
    const channels = x.shape[2];
    return { name: w.op('Flatten', [pooled]), shape: [channels] };
  };
}

export const globalMaxPooling2d = globalPool2d('GlobalMaxPool');
export const globalAveragePooling2d = globalPool2d('GlobalAveragePool');
