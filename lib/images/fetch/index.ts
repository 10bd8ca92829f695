export { type FetchPicturesOptions, fetchPictures } from './fetch-pictures.js';
export { locateImage } from './locate-image.js';
export { type Picture, withPictureFile } from './picture-file.js';
