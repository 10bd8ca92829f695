/**
 * What a system returned: query id → product id → score, higher is better. Results are ranked by score; equal scores
 * by id, descending, as trec_eval does, whatever the order of the map.
 */
export type Run = ReadonlyMap<string, ReadonlyMap<string, number>>;
