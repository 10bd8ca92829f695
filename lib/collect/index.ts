export {
  type Collection,
  type CollectOptions,
  type CollectPlatform,
  collect,
  collectPlatforms,
} from './collect.js';
