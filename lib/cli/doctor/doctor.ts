import { messageOf } from '../../errors/index.js';
import { checkBuild, checkNode } from './build.js';
import { checkDatabase } from './database.js';
import { broken, type Finding } from './finding.js';
import { checkJupyter } from './jupyter.js';
import { checkKernel } from './kernel.js';
import { checkDisk, checkMemory } from './machine.js';
import { checkModels } from './models.js';
import { checkNativeModules } from './native.js';

type Check = () => Finding[] | Promise<Finding[]>;

const checks: Record<string, Check> = {
  node: checkNode,
  build: checkBuild,
  'native modules': checkNativeModules,
  kernel: checkKernel,
  models: checkModels,
  jupyter: checkJupyter,
  database: checkDatabase,
  disk: checkDisk,
  memory: checkMemory,
};

/**
 * Checks what the notebooks need, a line each: "ok" and what is there, or "!!" and what to do. Returns the exit code:
 * 1 if something that they cannot do without is broken.
 */
export async function doctor(): Promise<number> {
  let code = 0;
  for (const [name, check] of Object.entries(checks)) {
    for (const finding of await findings(name, check)) {
      console.log(`${finding.state === 'ok' ? 'ok' : '!!'}  ${finding.name.padEnd(16)} ${finding.text}`);
      if (finding.state === 'broken') code = 1;
    }
  }
  return code;
}

async function findings(name: string, check: Check): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [broken(name, messageOf(error))];
  }
}
