import type { Session } from '../../onnx/index.js';
import type { NetworkGraph } from './network-graph.js';

/** A graph that is loaded, and what it wants. */
export interface Loaded extends NetworkGraph {
  readonly session: Session;
}

/** The graphs of a trainer, each loaded when it is first wanted. */
export interface Graphs {
  /** The one that trains on so many rows. Beside that of full batches, one of another size stays loaded. */
  training(rows: number): Promise<Loaded>;
  evaluation(): Promise<Loaded>;
  close(): Promise<void>;
}

export async function openGraphs(
  batchSize: number,
  load: (rows: number | 'n', training: boolean) => Promise<Loaded>,
): Promise<Graphs> {
  const full = await load(batchSize, true);
  let tail: { readonly rows: number; readonly loaded: Loaded } | undefined;
  let evaluation: Loaded | undefined;
  return {
    async training(rows) {
      if (rows === batchSize) return full;
      if (tail?.rows !== rows) {
        await tail?.loaded.session.close();
        tail = undefined;
        tail = { rows, loaded: await load(rows, true) };
      }
      return tail.loaded;
    },
    async evaluation() {
      evaluation ??= await load('n', false);
      return evaluation;
    },
    async close() {
      const open = [full, tail?.loaded, evaluation];
      await Promise.all(open.map((loaded) => loaded?.session.close()));
    },
  };
}
