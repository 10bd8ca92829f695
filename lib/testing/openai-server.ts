import { type Answer, type Request, type ServiceServer, serviceServer } from './service-server.js';

export const openaiKey = 'sk-test-0123456789abcdefSECRET';

/** A chat completion in OpenAI's form that says `content`. */
export function completion(
  content: string | null,
  over: Record<string, unknown> = {},
  usage = [300, 60],
): Answer {
  const { finish_reason = 'stop', refusal = null } = over;
  return {
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'gpt-4.1-mini-2025-04-14',
      choices: [
        { index: 0, finish_reason, logprobs: null, message: { role: 'assistant', content, refusal } },
      ],
      usage: {
        prompt_tokens: usage[0],
        completion_tokens: usage[1],
        total_tokens: usage[0] + usage[1],
      },
    },
  };
}

/** The answer that a model would give: JSON with a description. */
export function described(text: string): Answer {
  return completion(JSON.stringify({ description: text }));
}

/** OpenAI's chat completions, as its documentation describes them, with one plain sentence for every product. */
export function openaiServer(
  say = (request: Request): Answer =>
    described(
      `This ${JSON.parse(request.body.messages[1].content)
        .product.title.replace(/[^\p{L} ]/gu, '')
        .trim()} is a useful thing for the home and for the garden, made to last.`,
    ),
): Promise<ServiceServer> {
  return serviceServer((request) => {
    if (request.headers.authorization !== `Bearer ${openaiKey}`) {
      const message = `Incorrect API key provided: ${request.headers.authorization}.`;
      return {
        status: 401,
        body: { error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } },
      };
    }
    if (request.method !== 'POST' || request.path !== '/v1/chat/completions') {
      return { status: 404, body: { error: { message: 'no such path', code: null } } };
    }
    return say(request);
  });
}
