import path from 'node:path';

/**
 * A source file of this library as one module that a child process can import without a build.
 * @param outDir a folder outside the checkout, removed by the test
 */
export async function childModule(source: string, outDir: string): Promise<string> {
  const { build } = await import('vite');
  await build({
    logLevel: 'silent',
    configFile: false,
    build: {
      ssr: source,
      outDir,
      emptyOutDir: false,
      minify: false,
      // Drawing, which no child does: a native module, and an optional peer of vega.
      rollupOptions: { external: ['canvas', '@resvg/resvg-js'], output: { entryFileNames: 'child.mjs' } },
    },
    ssr: { noExternal: true },
  });
  return path.join(outDir, 'child.mjs');
}
