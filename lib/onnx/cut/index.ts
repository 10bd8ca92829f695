export { cutAtFeatures, featuresOutput } from './cut.js';
export { frontier, subgraph } from './subgraph.js';
