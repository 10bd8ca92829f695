import { type EventLog, type Product, readEvents } from '../catalog/index.js';
import { behaviorVectors, categoryVectors } from '../encode/index.js';
import { ArgumentError } from '../errors/index.js';
import { sampleBehavior, writeSampleBehavior } from '../samples/catalog/index.js';
import { projectPath, sha256File } from '../store/index.js';
import type { Parameters } from './parameters.js';
import type { EventsRecord } from './run-config.js';
import type { Source } from './source.js';
import type { FurtherPart } from './spaces.js';

/** The parts that a run has beside text and image. */
export interface FurtherParts {
  /** For `buildSpaces`; none where GAMMA and DELTA are 0. */
  readonly parts: readonly FurtherPart[];
  /** For config.json; null without behaviour. */
  readonly events: EventsRecord | null;
  /** A line a part for people: what it was made of, and how many products lack it. */
  readonly description: readonly string[];
}

/**
 * Category vectors where GAMMA is above 0, and behaviour vectors where DELTA is: of the events in the file EVENTS, or
 * of made-up shoppers for the sample catalogue. With both at 0 nothing is read or computed.
 * @throws {UserError} for an EVENTS file that is missing, lacks a column, or has no event of a product of the catalogue
 * @throws {ArgumentError} for a DELTA above 0 without EVENTS, where the catalogue is not the sample
 * @example
 * const { parts } = await furtherParts(source, { GAMMA: 0.2, DELTA: 0, EVENTS: '', RANDOM_SEED: 42 });
 * parts[0] // { name: 'category', vectors, present, weight: 0.2 }
 */
export async function furtherParts(
  { catalog: { products }, sample }: Pick<Source, 'catalog' | 'sample'>,
  { GAMMA, DELTA, EVENTS, RANDOM_SEED }: Pick<Parameters, 'GAMMA' | 'DELTA' | 'EVENTS' | 'RANDOM_SEED'>,
): Promise<FurtherParts> {
  const parts: FurtherPart[] = [];
  const description: string[] = [];
  let events: EventsRecord | null = null;
  if (GAMMA > 0) {
    const { vectors, present, places, kind } = categoryVectors(products);
    parts.push({ name: 'category', vectors, present, weight: GAMMA });
    const without = present.filter((has) => !has).length;
    description.push(`category: ${places} places of the tree, ${kind}; ${without} products have none`);
  }
  if (DELTA > 0) {
    const log = await shopperEvents(products, { events: EVENTS, isSample: sample !== null });
    if (!log) {
      throw new ArgumentError(
        `DELTA is ${DELTA}, but EVENTS names no file: give shoppers' events, CSV user,product,event,time, or set DELTA to 0`,
      );
    }
    const { vectors, present, cold } = behaviorVectors(log, products, { seed: RANDOM_SEED });
    parts.push({ name: 'behavior', vectors, present, weight: DELTA });
    events = {
      path: log.path,
      sha256: await sha256File(log.path),
      events: log.user.length,
      users: log.users.length,
      untouched: cold.length,
      unknownProducts: log.unknownProducts.length,
      setAside: log.rejected.length,
    };
    const origin = EVENTS === '' ? 'made up for the sample' : log.path;
    description.push(
      `behaviour: ${events.events} events of ${events.users} shoppers, ${origin}; ${cold.length} products that nobody touched keep their other parts; ${events.unknownProducts} products are not in the catalogue, ${events.setAside} rows set aside`,
    );
  }
  return { parts, events, description };
}

/**
 * What shoppers did: the events in a file, or for want of one those of made-up shoppers, of the sample catalogue only.
 * @returns null for a catalogue of one's own without events
 * @throws {UserError} for a file that is missing, lacks a column, or has no event of a product of the catalogue
 * @example (await shopperEvents(products, { events: 'events.csv', isSample: false }))?.users.length // shoppers
 */
export async function shopperEvents(
  products: readonly Product[],
  {
    events,
    isSample,
  }: {
    /** CSV user,product,event,time; relative paths start at the project's root; '' for none. */
    readonly events: string;
    /** Whether the products are those of the sample catalogue. */
    readonly isSample: boolean;
  },
): Promise<EventLog | null> {
  if (events !== '') return readEvents(events, products);
  if (!isSample) return null;
  const path = projectPath('data', 'sample', 'events.csv');
  await writeSampleBehavior(path, sampleBehavior(products));
  return readEvents(path, products);
}
