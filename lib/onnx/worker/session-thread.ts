import { answerCalls } from '../../threads/index.js';
import { createSession, type Session } from '../session.js';
import { type LoadCall, type Loaded, posted, type RunCall } from './messages.js';

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
  run: async ({ feeds, outputs }: RunCall) => {
    const { tensors, transfer } = posted(await opened().run(feeds, outputs));
    return { value: tensors, transfer };
  },
  close: async () => {
    await opened().close();
    return {};
  },
});
