import { afterEach, beforeEach, expect, test } from 'vitest';
import { hidePasswords } from './process-title.js';

let before: string;
beforeEach(() => {
  before = process.title;
});
afterEach(() => {
  process.title = before;
});

test('the list of processes shows no password, and what there is where there is none', async () => {
  await hidePasswords(['catalog', 'check', 'a.csv']);
  expect(process.title).toBe(before);
  await hidePasswords(['run', 'n.ipynb', '-p', 'DATA=postgres://me:hush@db/a?table=b']);
  expect(process.title).toContain('vitrine run');
  expect(process.title).not.toContain('hush');
  const list = `Host=db;Database=shop;Username=me;Password="hu;sh"`;
  await hidePasswords([
    'train',
    'photos',
    '--job-id',
    'x',
    '--connection-string',
    list,
    '--storage-path',
    'p',
  ]);
  expect(process.title).toContain('vitrine train photos');
  expect(process.title).not.toMatch(/hu;sh|hu|sh"/);
});
