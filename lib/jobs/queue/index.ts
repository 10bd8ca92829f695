/** The table of jobs, for those who look whether it is there. */
export { jobShape } from './columns.js';
