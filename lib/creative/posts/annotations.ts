import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { field } from './fields.js';
import { parseRecords, type RecordKind } from './parse-records.js';
import type { ReadOptions, RecordFile } from './records.js';

/** What an expert thinks of a creative; marks in [0, 100]. */
export interface ExpertAnnotation {
  /** Of the creative. */
  readonly id: string;
  readonly image: string | null;
  readonly overallQuality: number;
  readonly colorHarmony: number;
  readonly typography: number;
  readonly layout: number;
  readonly brandConsistency: number;
  readonly expertId: string;
  /** ISO 8601. */
  readonly annotationDate: string;
}

const schemaAt = (now: number) =>
  z.object({
    id: field.text,
    image: field.optionalText,
    overall_quality: field.points,
    color_harmony: field.points,
    typography: field.points,
    layout: field.points,
    brand_consistency: field.points,
    expert_id: field.text,
    annotation_date: field.pastTime(now),
  });

type Fields = z.infer<ReturnType<typeof schemaAt>>;

const aliases = { id: ['creative_id', 'design_id', 'image_id'], image: ['image_path', 'image_url'] };

/**
 * Reads annotations by experts from a JSON, JSON Lines or CSV file: id, overall_quality, color_harmony, typography,
 * layout, brand_consistency (0 to 100), expert_id, annotation_date, and image if there is one. A second annotation of
 * one creative by one expert, a mark out of its range and a date in the future are set aside.
 * @throws {CreativeDataError} for a file that cannot be read, or without a usable row
 */
export function readAnnotations(
  path: string,
  { now = Date.now() }: ReadOptions = {},
): Promise<RecordFile<ExpertAnnotation>> {
  const kind: RecordKind<Fields, ExpertAnnotation> = {
    called: 'annotations',
    schema: schemaAt(now),
    aliases,
    record: (fields, file) => ({
      id: fields.id,
      image:
        fields.image === null || /^https?:/i.test(fields.image)
          ? fields.image
          : resolve(dirname(file), fields.image),
      overallQuality: fields.overall_quality,
      colorHarmony: fields.color_harmony,
      typography: fields.typography,
      layout: fields.layout,
      brandConsistency: fields.brand_consistency,
      expertId: fields.expert_id,
      annotationDate: fields.annotation_date,
    }),
    key: ({ id, expertId }) => `${id}\n${expertId}`,
    warnings: () => [],
  };
  return parseRecords(path, kind);
}
