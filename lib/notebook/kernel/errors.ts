/** The person at the notebook interrupted the cell. Jupyter knows it by this name. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';

  constructor() {
    super('the cell was interrupted');
  }
}
