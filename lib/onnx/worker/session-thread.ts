import { answerCalls, free } from '../../threads/index.js';
import { createSession, type Session } from '../session.js';
import type { LoadCall, Loaded, RunCall } from './messages.js';
import { pack, unpack } from './parcel.js';

let session: Session | undefined;

function opened(): Session {
  if (session === undefined) throw new Error('no model is loaded');
  return session;
}

answerCalls({
  load: async ({ model, options }: LoadCall) => {
    session = await createSession(model, options);
    const { device, inputNames, outputNames } = session;
    return { value: { device, inputNames, outputNames } satisfies Loaded };
  },
  run: async ({ feeds, outputs, memory }: RunCall) => {
    const inputs = unpack(feeds);
    const results = await opened().run(inputs, outputs);
    const value = pack(results, memory);
    free([inputs, results].flatMap((tensors) => Object.values(tensors).map(({ data }) => data)));
    return { value };
  },
  close: async () => {
    await opened().close();
    return {};
  },
});
