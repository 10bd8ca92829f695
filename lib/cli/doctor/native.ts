import { messageOf } from '../../errors/index.js';
import { commandTo } from '../../store/package/index.js';
import { advice, broken, type Finding, ok } from './finding.js';

interface NativeModule {
  readonly name: string;
  readonly load: () => Promise<unknown>;
  /** What to do when it does not load. */
  readonly remedy: string;
  readonly optional?: boolean;
}

const reinstall = `install again with: ${commandTo('install')}`;
const modules: readonly NativeModule[] = [
  { name: 'onnxruntime-node', load: () => import('onnxruntime-node'), remedy: reinstall },
  { name: 'sharp', load: () => import('sharp'), remedy: reinstall },
  { name: 'zeromq', load: () => import('zeromq'), remedy: reinstall },
  { name: '@resvg/resvg-js', load: () => import('@resvg/resvg-js'), remedy: reinstall },
  {
    name: 'hnswlib-node',
    load: () => import('hnswlib-node' as string),
    remedy: `exact search is used instead; for HNSW install a C++ compiler (Debian: sudo apt install g++ make python3), then: ${commandTo('install')}`,
    optional: true,
  },
];

/** Loads each native module. */
export function checkNativeModules(): Promise<Finding[]> {
  return Promise.all(modules.map(checkModule));
}

async function checkModule({ name, load, remedy, optional }: NativeModule): Promise<Finding> {
  try {
    await load();
    return ok(name, 'loads');
  } catch (error) {
    const text = `does not load (${messageOf(error).slice(0, 160)}); ${remedy}`;
    return optional ? advice(name, text) : broken(name, text);
  }
}
