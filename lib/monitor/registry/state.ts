import type { RegistryEvent } from './events.js';

/** What the events of a registry add up to. */
export interface RegistryState {
  /** Version id → when it was registered. */
  readonly versions: ReadonlyMap<string, RegistryEvent>;
  readonly champion: string | null;
  readonly candidate: string | null;
  /** Former champions, the latest last: where rollbacks lead. */
  readonly former: readonly string[];
  /** Keys of the changes made so far. */
  readonly keys: ReadonlyMap<string, RegistryEvent>;
}

export function stateAfter(events: readonly RegistryEvent[]): RegistryState {
  const versions = new Map<string, RegistryEvent>();
  const keys = new Map<string, RegistryEvent>();
  let champion: string | null = null;
  let candidate: string | null = null;
  let former: string[] = [];
  for (const event of events) {
    if (event.key !== undefined) keys.set(event.key, event);
    const [id] = event.versions;
    if (event.what === 'register') versions.set(id, event);
    if (event.what === 'candidate') candidate = id;
    if (event.what === 'promote') {
      if (champion) former.push(champion);
      champion = id;
      if (candidate === id) candidate = null;
    }
    if (event.what === 'rollback') {
      champion = id;
      former.pop();
    }
    if (event.what === 'prune') {
      for (const gone of event.versions) versions.delete(gone);
      former = former.filter((version) => versions.has(version));
    }
  }
  return { versions, champion, candidate, former, keys };
}
