import { type Answer, type Request, type ServiceServer, serviceServer } from './service-server.js';

interface StoredRecord {
  readonly id: string;
  readonly values: number[];
  readonly metadata: Record<string, unknown>;
}

interface StoredIndex {
  readonly name: string;
  readonly dimension: number;
  readonly metric: string;
  readonly namespaces: Map<string, Map<string, StoredRecord>>;
  /** Descriptions to give before the index is ready. */
  notReady: number;
}

export interface PineconeServer extends ServiceServer {
  readonly indexes: Map<string, StoredIndex>;
  add(name: string, dimension: number, metric?: string): void;
}

const key = 'pcsk_test_0123456789abcdefSECRET';

export { key as pineconeKey };

/** Pinecone's HTTP API, control and data plane on one address: what its SDK calls, as its documentation describes it. */
export async function pineconeServer(): Promise<PineconeServer> {
  const indexes = new Map<string, StoredIndex>();
  const add = (name: string, dimension: number, metric = 'cosine', notReady = 0) => {
    indexes.set(name, { name, dimension, metric, namespaces: new Map(), notReady });
  };
  const server: ServiceServer = await serviceServer((request) => {
    if (request.headers['api-key'] !== key) {
      return { status: 401, body: `Invalid API key ${request.headers['api-key']}` };
    }
    return control(request) ?? data(request);
  });

  function control({ method, path, body }: Request): Answer | null {
    const name = /^\/indexes(?:\/([^/]+))?$/.exec(path);
    if (!name) return null;
    if (method === 'POST') {
      if (indexes.has(body.name)) return failure(409, 'ALREADY_EXISTS', 'Resource already exists');
      add(body.name, body.dimension, body.metric, 1);
      return { status: 201, body: describe(indexes.get(body.name)!) };
    }
    const index = indexes.get(name[1]);
    if (!index) return failure(404, 'NOT_FOUND', `Resource ${name[1]} not found`);
    if (method === 'DELETE') {
      indexes.delete(index.name);
      return { status: 202 };
    }
    return { body: describe(index) };
  }

  function describe(index: StoredIndex) {
    const ready = index.notReady-- <= 0;
    return {
      name: index.name,
      dimension: index.dimension,
      metric: index.metric,
      host: server.address,
      spec: { serverless: { cloud: 'aws', region: 'us-east-1' } },
      status: { ready, state: ready ? 'Ready' : 'Initializing' },
      vector_type: 'dense',
    };
  }

  function data({ path, query, text, body }: Request): Answer {
    const index = [...indexes.values()][0];
    if (!index) return { status: 404, body: { code: 5, message: 'no such index', details: [] } };
    const name = body?.namespace ?? query.get('namespace') ?? '';
    const records = index.namespaces.get(name) ?? new Map<string, StoredRecord>();
    if (path === '/vectors/upsert') {
      if (text.length > 2 * 1024 * 1024)
        return { status: 400, body: { code: 3, message: 'over 2MB', details: [] } };
      for (const record of body.vectors as StoredRecord[]) {
        if (record.values.length !== index.dimension) {
          return { status: 400, body: { code: 3, message: 'Vector dimension mismatch', details: [] } };
        }
        records.set(record.id, record);
      }
      index.namespaces.set(name, records);
      return { body: { upsertedCount: body.vectors.length } };
    }
    if (path === '/vectors/list') {
      const from = Number(query.get('paginationToken') ?? 0);
      const to = from + Number(query.get('limit') ?? 100);
      const ids = [...records.keys()].sort();
      const vectors = ids.slice(from, to).map((id) => ({ id }));
      return {
        body: {
          vectors,
          namespace: name,
          usage: { readUnits: 1 },
          ...(to < ids.length && { pagination: { next: String(to) } }),
        },
      };
    }
    if (path === '/query') {
      const matches = [...records.values()]
        .filter(({ metadata }) => meets(metadata, body.filter ?? {}))
        .map(({ id, values }) => ({ id, score: cosine(values, body.vector), values: [] }))
        .sort((a, b) => b.score - a.score)
        .slice(0, body.topK);
      return { body: { matches, namespace: name, usage: { readUnits: 5 } } };
    }
    if (path === '/vectors/delete') {
      if (body.deleteAll && !index.namespaces.has(name))
        return { status: 404, body: { code: 5, message: 'Namespace not found', details: [] } };
      if (body.deleteAll) index.namespaces.delete(name);
      for (const id of body.ids ?? []) records.delete(id);
      return { body: {} };
    }
    if (path === '/describe_index_stats') {
      const namespaces = Object.fromEntries(
        [...index.namespaces].map(([n, r]) => [n, { vectorCount: r.size }]),
      );
      return { body: { namespaces, dimension: index.dimension, indexFullness: 0, totalVectorCount: 0 } };
    }
    return { status: 404, body: { code: 5, message: `no ${path}`, details: [] } };
  }

  return Object.assign(server, { indexes, add });
}

function failure(status: number, code: string, message: string): Answer {
  return { status, body: { status, error: { code, message } } };
}

function cosine(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) => x.reduce((sum, v, i) => sum + v * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** The operators of Pinecone's filter language that the library uses. */
function meets(metadata: Record<string, unknown>, filter: Record<string, Record<string, unknown>>): boolean {
  return Object.entries(filter).every(([field, conditions]) =>
    Object.entries(conditions).every(([operator, wanted]) => {
      const values = [metadata[field] ?? []].flat();
      if (operator === '$in') return values.some((v) => (wanted as unknown[]).includes(v));
      const compare: Record<string, (x: number) => boolean> = {
        $gte: (x) => x >= Number(wanted),
        $lte: (x) => x <= Number(wanted),
        $gt: (x) => x > Number(wanted),
        $lt: (x) => x < Number(wanted),
      };
      return values.some((v) => typeof v === 'number' && compare[operator](v));
    }),
  );
}
