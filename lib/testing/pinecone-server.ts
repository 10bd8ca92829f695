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
    if (!index) return refusal(404, 'no such index');
    const namespace = body?.namespace ?? query.get('namespace') ?? '';
    const records = index.namespaces.get(namespace) ?? new Map<string, StoredRecord>();
    return dataPlane[path]?.({ index, namespace, records, query, text, body }) ?? refusal(404, `no ${path}`);
  }

  return Object.assign(server, { indexes, add });
}

/** A request to the records of a namespace. */
interface Call extends Pick<Request, 'query' | 'text' | 'body'> {
  readonly index: StoredIndex;
  readonly namespace: string;
  readonly records: Map<string, StoredRecord>;
}

const dataPlane: Readonly<Record<string, (call: Call) => Answer>> = {
  '/vectors/upsert': ({ index, namespace, records, text, body }) => {
    if (text.length > 2 * 1024 * 1024) return refusal(400, 'over 2MB');
    for (const record of body.vectors as StoredRecord[]) {
      if (record.values.length !== index.dimension) return refusal(400, 'Vector dimension mismatch');
      records.set(record.id, record);
    }
    index.namespaces.set(namespace, records);
    return { body: { upsertedCount: body.vectors.length } };
  },
  '/vectors/list': ({ namespace, records, query }) => {
    const from = Number(query.get('paginationToken') ?? 0);
    const to = from + Number(query.get('limit') ?? 100);
    const ids = [...records.keys()].sort();
    return {
      body: {
        vectors: ids.slice(from, to).map((id) => ({ id })),
        namespace,
        usage: { readUnits: 1 },
        ...(to < ids.length && { pagination: { next: String(to) } }),
      },
    };
  },
  '/query': ({ namespace, records, body }) => {
    const matches = [...records.values()]
      .filter(({ metadata }) => meets(metadata, body.filter ?? {}))
      .map(({ id, values }) => ({ id, score: cosine(values, body.vector), values: [] }))
      .sort((a, b) => b.score - a.score)
      .slice(0, body.topK);
    return { body: { matches, namespace, usage: { readUnits: 5 } } };
  },
  '/vectors/delete': ({ index, namespace, records, body }) => {
    if (body.deleteAll && !index.namespaces.delete(namespace)) return refusal(404, 'Namespace not found');
    for (const id of body.ids ?? []) records.delete(id);
    return { body: {} };
  },
  '/describe_index_stats': ({ index }) => {
    const namespaces = Object.fromEntries(
      [...index.namespaces].map(([name, records]) => [name, { vectorCount: records.size }]),
    );
    return {
      body: { namespaces, dimension: index.dimension, indexFullness: 0, totalVectorCount: 0 },
    };
  },
};

/** How the data plane refuses: by codes of gRPC. */
function refusal(status: 400 | 404, message: string): Answer {
  return { status, body: { code: status === 400 ? 3 : 5, message, details: [] } };
}

/** How the control plane refuses. */
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
