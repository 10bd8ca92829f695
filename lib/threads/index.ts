export { answerCalls } from './answer-calls.js';
export { free } from './free.js';
export { handedOver, ownBuffer } from './own-buffer.js';
export { startThread } from './thread.js';
export { ThreadError } from './thread-error.js';
