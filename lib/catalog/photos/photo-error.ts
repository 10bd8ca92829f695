import { SetAside } from '../../errors/index.js';

/** A failure that may pass: the server is busy, the connection broke, nothing came in time. */
export class PassingPhotoError extends SetAside {
  constructor(
    message: string,
    /** The host itself could not be reached. */
    readonly unreachable: boolean,
    /** How long the server asked to wait. */
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}
