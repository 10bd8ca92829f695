/**
 * Which product a photo shows: photos read and split, a classifier trained, published and asked.
 * @module vitrine/photos
 * @example
 * ```ts
 * import { findPhotoModel, openPhotoClassifier } from 'vitrine/photos';
 *
 * const classifier = await openPhotoClassifier((await findPhotoModel()).folder);
 * console.log(await classifier.classify(['photo.jpg']));
 * await classifier.close();
 * ```
 */

export { openPhotos } from './data/open-photos.js';
export type { PhotoSet, ProductPhoto } from './data/photo.js';
export type { PhotoSplit } from './data/split.js';
export { confusedTable, photoConfusion, productTable } from './figures.js';
export { photosHeadline, photosJob, savePhotosRun } from './job.js';
export { worstPhotos } from './metrics.js';
export { openPhotoClassifier, type PhotoClassifier } from './model/classifier.js';
export { publishModel } from './model/publish.js';
export { findPhotoModel, registerPhotos } from './model/registry.js';
export { trainPhotos } from './train.js';
