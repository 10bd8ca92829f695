import { z } from 'zod';
import { shown } from '../../errors/index.js';
import { whyUnusable } from './check-description.js';
import type { Settings } from './options.js';
import type { ProductData } from './prompt.js';

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) }).nullish(),
});

export interface Answer {
  /** The text, when it can be used. */
  readonly description: string | null;
  /** Why there is none. */
  readonly reason: string | null;
  /** Null where the service does not say. */
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
}

/** What a completion holds; null when it is not in the documented form. */
export function readAnswer(completion: unknown, data: ProductData, settings: Settings): Answer | null {
  const parsed = completionSchema.safeParse(completion);
  if (!parsed.success) return null;
  const { usage, choices } = parsed.data;
  const text = textOf(choices[0], settings.maxOutputTokens);
  const reason = text.reason ?? whyUnusable(text.description ?? '', data, settings);
  return {
    description: reason === null ? text.description : null,
    reason: reason === null || text.reason ? reason : `the answer cannot be used: ${reason}`,
    usage: usage ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : null,
  };
}

type Choice = z.infer<typeof completionSchema>['choices'][number];

function textOf(
  { finish_reason, message }: Choice,
  limit: number,
): { description: string | null; reason: string | null } {
  const none = (reason: string) => ({ description: null, reason });
  if (message.refusal) return none(`the model refused: ${shown(message.refusal, 120)}`);
  if (finish_reason === 'length') {
    return none(`the answer was cut short at ${limit} tokens; raise maxOutputTokens`);
  }
  if (finish_reason === 'content_filter') return none("the service's content filter held the answer back");
  let value: unknown = null;
  try {
    value = JSON.parse(message.content ?? '');
  } catch {
    return none('the answer is no JSON');
  }
  const shape = z.object({ description: z.string() }).safeParse(value);
  if (!shape.success) return none('the answer has no description');
  return { description: shape.data.description.normalize('NFC').replace(/\s+/g, ' ').trim(), reason: null };
}
