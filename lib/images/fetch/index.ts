export { type FetchPicturesOptions, fetchPictures } from './fetch-pictures.js';
