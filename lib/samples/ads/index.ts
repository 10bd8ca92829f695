export { complianceRules, type RuleResult } from './compliance.js';
export { generateAds } from './generate.js';
export { metadataName, parseMetadata } from './metadata.js';
export type { AdAttributes } from './score.js';
