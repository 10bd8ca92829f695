import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { publishRun, storeError } from '../../store/index.js';
import { type Notebook, notebookWithoutPasswords, writeNotebook } from '../document/index.js';
import { writeReport } from '../report/index.js';
import type { RunResult } from './run-notebook.js';

export interface Published {
  /** The run folder, when the notebook handed one over. */
  readonly run?: string;
  readonly notebook: string;
  readonly report: string;
}

/**
 * Writes `report.html` of a notebook that ran to its end. When the notebook handed a run over, the executed copy and
 * the report join its folder, which is then published; without `keepCopy`, the copy's own folder is removed.
 */
export async function publishResult(result: RunResult, keepCopy: boolean): Promise<Published> {
  const folder = path.dirname(result.path);
  const report = path.join(folder, 'report.html');
  await writeReport(result.path, report);
  if (!result.staging) return { notebook: result.path, report };
  await copyInto(result.staging, result.path, 'notebook.ipynb');
  await copyInto(result.staging, report, 'report.html');
  const run = await publishRun(result.staging);
  if (!keepCopy) await rm(folder, { recursive: true, force: true });
  return { run, notebook: path.join(run, 'notebook.ipynb'), report: path.join(run, 'report.html') };
}

/** Publishes a run that a notebook still open handed over, with the notebook and its report; gives its folder. */
export async function publishWith(staging: string, notebook: Notebook): Promise<string> {
  const kept = notebookWithoutPasswords(notebook);
  await writeNotebook(path.join(staging, 'notebook.ipynb'), kept);
  await writeReport(kept, path.join(staging, 'report.html'));
  return publishRun(staging);
}

async function copyInto(folder: string, file: string, name: string): Promise<void> {
  const target = path.join(folder, name);
  await copyFile(file, target).catch((cause) => {
    throw storeError('write', target, cause);
  });
}
