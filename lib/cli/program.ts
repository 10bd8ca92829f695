import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import * as ads from './commands/ads.js';
import * as catalog from './commands/catalog.js';
import * as classify from './commands/classify.js';
import * as clean from './commands/clean.js';
import * as collect from './commands/collect.js';
import * as compare from './commands/compare.js';
import * as creative from './commands/creative.js';
import * as demo from './commands/demo.js';
import * as describe from './commands/describe.js';
import * as doctor from './commands/doctor.js';
import * as drift from './commands/drift.js';
import * as duplicates from './commands/duplicates.js';
import * as experiment from './commands/experiment.js';
import * as init from './commands/init.js';
import * as jobs from './commands/jobs.js';
import * as kernel from './commands/kernel.js';
import * as lab from './commands/lab.js';
import * as models from './commands/models.js';
import * as notebook from './commands/notebook.js';
import * as pinecone from './commands/pinecone.js';
import * as registry from './commands/registry.js';
import * as retrain from './commands/retrain.js';
import * as run from './commands/run.js';
import * as runs from './commands/runs.js';
import * as sample from './commands/sample.js';
import * as score from './commands/score.js';
import * as search from './commands/search.js';
import * as serve from './commands/serve.js';
import * as train from './commands/train.js';

/**
 * The `vitrine` command. The files in `commands/` only declare names and options; what a command does is imported
 * when it is called, so that the program starts quickly.
 */
export function createProgram(): Command {
  const program = new Command('vitrine')
    .description('Notebooks that turn a product catalogue into search, recommendations and scores.')
    .version(packageVersion())
    .option('--debug', 'show the stack of an error')
    .showHelpAfterError('(--help shows what there is)');
  for (const command of [
    run,
    search,
    train,
    jobs,
    score,
    classify,
    duplicates,
    compare,
    describe,
    collect,
    creative,
    demo,
    retrain,
    pinecone,
    serve,
    sample,
    catalog,
    ads,
    init,
    lab,
    kernel,
    notebook,
    models,
    registry,
    drift,
    experiment,
    runs,
    clean,
    doctor,
  ])
    command.register(program);
  return program;
}

function packageVersion(): string {
  // lib/cli/ when run from its source, lib/dist/cli/ when built.
  for (const up of ['../package.json', '../../package.json']) {
    try {
      return JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')).version;
    } catch {}
  }
  return 'unknown';
}
