import { readNotebook, readParameters } from '../../notebook/document/index.js';
import { resultTable } from '../../records/index.js';

/** `vitrine run NOTEBOOK --parameters`: what `-p` and `-f` can set, with defaults and what the comments say. */
export async function listParameters(notebook: string): Promise<void> {
  const parameters = readParameters(await readNotebook(notebook), notebook);
  const rows = parameters.map(({ name, default: value, types, comment }) => {
    const choices = types.filter((type) => /^['"`]/.test(type)).map((type) => type.slice(1, -1));
    const oneOf = choices.length > 0 ? `one of ${choices.join(', ')}` : '';
    return {
      parameter: name,
      default: JSON.stringify(value),
      meaning: [comment, oneOf].filter(Boolean).join('; '),
    };
  });
  console.log(String(resultTable(rows)));
}
