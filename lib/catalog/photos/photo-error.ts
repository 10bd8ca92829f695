/** Why a photo cannot be used, in words that go after its address. */
export class PhotoError extends Error {}

/** A failure that may pass: the server is busy, the connection broke, nothing came in time. */
export class PassingPhotoError extends PhotoError {
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
