export { answerCalls } from './answer-calls.js';
export { ThreadError } from './errors.js';
export { free } from './free.js';
export { handedOver, ownBuffer } from './own-buffer.js';
export { startThread } from './thread.js';
