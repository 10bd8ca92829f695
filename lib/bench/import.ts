import { spawnSync } from 'node:child_process';
import { report } from './rows.js';
import { median } from './text.js';

const folders = ['search', 'evaluate', 'encode', 'recommend', 'notebook'];

/** Seconds that importing one folder takes in a fresh process, median of seven, measured inside it. */
export function benchImport(): void {
  console.log('importing one folder in a fresh process');
  for (const folder of folders) {
    const module = JSON.stringify(new URL(`../${folder}/index.js`, import.meta.url).href);
    const code = `const t = performance.now(); await import(${module}); console.log(performance.now() - t)`;
    const times = Array.from({ length: 7 }, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`importing vitrine/${folder} failed: ${stderr}`);
      return Number(stdout) / 1000;
    });
    report({
      what: `importing \`vitrine/${folder}\``,
      value: median(times),
      unit: 's',
      ...(folder === 'search' && { goal: { atMost: 0.3 } }),
    });
  }
}
