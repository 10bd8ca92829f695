import { UserError } from '../../errors/index.js';

/** A creative model that cannot be trained, opened or asked: too few posts, a platform it has not seen, another version. */
export class CreativeModelError extends UserError {}
