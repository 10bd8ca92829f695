export { endKernel, startKernel } from './kernel.js';
export { kernelProgram } from './kernel-program.js';
export { projectRootOf } from './project.js';
export { type Published, publishResult, publishWith } from './publish.js';
export {
  type CellEvent,
  lastOutputs,
  type RunFailure,
  type RunOptions,
  type RunResult,
  type RunStatus,
  runNotebook,
} from './run-notebook.js';
export { type ExecutedCell, openNotebook, sessionNotebook } from './session.js';
