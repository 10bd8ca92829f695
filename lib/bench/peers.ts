import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { projectPath } from '../store/index.js';

/** One figure of the Python stack that a user would pick instead. */
export interface PeerFigure {
  readonly task: string;
  readonly peer: string;
  readonly value: number;
  readonly unit: string;
  readonly recall?: number;
  readonly r2?: number;
}

const script = projectPath('..', 'shared', 'peers', 'peers.py');

/**
 * Times the Python peers of a task on this machine, so that both sides of a ratio come from one run. Prints why, and
 * gives none, where their script or its packages are not here.
 */
export function timePeers(
  task: 'text' | 'image' | 'search' | 'cnn' | 'tabular',
  ...options: string[]
): PeerFigure[] {
  if (!existsSync(script)) {
    console.log(`  no peers: ${script} is not here`);
    return [];
  }
  const python = process.platform === 'linux' ? '/usr/bin/python3' : 'python3';
  const { status, stdout, stderr } = spawnSync(python, [script, task, ...options], { encoding: 'utf8' });
  if (status !== 0) {
    console.log(`  no peers: ${stderr?.trim().split('\n').at(-1) || `${python} did not start`}`);
    return [];
  }
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerFigure);
}
