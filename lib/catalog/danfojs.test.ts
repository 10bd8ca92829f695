import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { readCSV, streamCSV, streamJSON } from 'danfojs-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: Server;
let origin: string;
const bodies: Record<string, string> = {
  '/chairs.csv': 'id,price\na,10\nb,20\n',
  '/chairs.json': '[{"id":"a","price":10}]',
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = bodies[request.url!];
    response.writeHead(body ? 200 : 404).end(body ?? 'nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('danfojs without request', () => {
  it('reads a table from an address', async () => {
    const frame = await readCSV(`${origin}/chairs.csv`);
    expect(frame.columns).toEqual(['id', 'price']);
    expect(frame.values).toEqual([
      ['a', 10],
      ['b', 20],
    ]);
  });

  it('streams rows from an address', async () => {
    const shapes: unknown[] = [];
    await streamCSV(`${origin}/chairs.csv`, (frame) => shapes.push(frame?.shape));
    await streamJSON(`${origin}/chairs.json`, (frame) => shapes.push(frame?.shape));
    expect(shapes).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  it('rejects what is not there, and a server that is not there', async () => {
    await expect(readCSV(`${origin}/tables.csv`)).rejects.toThrow('HTTP 404');
    await expect(readCSV('http://127.0.0.1:9/chairs.csv')).rejects.toThrow('HTTP 0');
  });
});

describe('what is installed', () => {
  const lock = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package-lock.json'), 'utf8'));
  const versions = (name: string): string[] =>
    Object.entries<{ version?: string; link?: boolean }>(lock.packages)
      .filter(([place, { link }]) => place.endsWith(`node_modules/${name}`) && !link)
      .map(([, { version }]) => version!);

  it('holds no package that is no longer maintained or has known holes', () => {
    expect(versions('request')).toEqual([]);
    expect(versions('tough-cookie')).toEqual([]);
    expect(versions('har-validator')).toEqual([]);
    expect(versions('form-data').filter((version) => Number.parseInt(version, 10) < 4)).toEqual([]);
    expect(versions('tar').filter((version) => Number.parseInt(version, 10) < 7)).toEqual([]);
  });
});
