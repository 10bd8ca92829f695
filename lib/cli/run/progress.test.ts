import { afterEach, expect, it, vi } from 'vitest';
import { cellProgress } from './progress.js';

afterEach(() => vi.restoreAllMocks());

it('shows control characters that a cell or its title prints, and keeps its lines', () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const progress = cellProgress(true);
  progress.cell({ position: 1, total: 1, title: 'Titles\u001b]0;owned\u0007' } as never);
  progress.output('sofa\u001b[2J\n\t9 €\n', 'stdout');
  progress.stop();
  expect(written.join('')).toBe('[1/1] Titles\\u001b]0;owned\\u0007\nsofa\\u001b[2J\n\t9 €\n');
});
