import { vi } from 'vitest';
import { type MemoryPlace, memoryStore } from '../../testing/memory-store.js';
import { pineconeKey, pineconeServer } from '../../testing/pinecone-server.js';
import { vectorStoreContract } from '../../testing/vector-store-contract.js';
import { pineconeStore } from './pinecone/store.js';

vectorStoreContract('memory', async () => {
  const place: MemoryPlace = { records: null, dim: 0 };
  return { open: async () => memoryStore(place), remove: async () => {} };
});

vectorStoreContract('Pinecone', async () => {
  const server = await pineconeServer();
  vi.stubEnv('PINECONE_API_KEY', pineconeKey);
  vi.stubEnv('PINECONE_CONTROLLER_HOST', server.address);
  return {
    open: () => pineconeStore({ index: 'contract', pauseMs: 1, timeoutMs: 2000, retries: 0 }),
    async remove() {
      vi.unstubAllEnvs();
      await server.close();
    },
  };
});
