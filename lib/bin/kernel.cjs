// The program of a kernel: node kernel.cjs CONNECTION_FILE [--end-with-stdin]
const [connectionFile, option] = process.argv.slice(2);
const publishRuns = async (...runs) => {
  const { publishSession } = await import('../dist/cli/run/session.js');
  await publishSession(...runs);
};
import('../dist/notebook/kernel/index.js').then(({ runKernel }) =>
  runKernel(connectionFile, {
    endsWithStdin: option === '--end-with-stdin',
    publishRuns: process.env.VITRINE_HANDOVER ? null : publishRuns,
  }),
);
