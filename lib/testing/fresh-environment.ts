import { afterAll } from 'vitest';

/** Test files share a process: each finds its environment and folder as the first one did. */
const [environment, folder] = [{ ...process.env }, process.cwd()];
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  if (process.cwd() !== folder) process.chdir(folder);
});
