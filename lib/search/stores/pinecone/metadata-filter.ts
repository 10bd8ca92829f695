import type { PayloadFilter } from '../vector-store.js';

/** Conditions in Pinecone's query language; `$in` on a list of texts takes records that have any of the values. */
type MetadataFilter = Record<string, { $in: string[] } | Record<string, number>>;

export function metadataFilter(filter: PayloadFilter): MetadataFilter {
  return Object.fromEntries(
    Object.entries(filter).map(([property, condition]) => {
      if ('anyOf' in condition) return [property, { $in: [...condition.anyOf] }];
      const { atLeast, atMost, above, below } = condition;
      const bounds = Object.entries({ $gte: atLeast, $lte: atMost, $gt: above, $lt: below });
      return [
        property,
        Object.fromEntries(bounds.filter((bound): bound is [string, number] => bound[1] !== undefined)),
      ];
    }),
  );
}
