/** A thread that is gone: it died, or was ended. */
export class ThreadError extends Error {}
