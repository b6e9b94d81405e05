import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { relative } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  plugins: [
    // Before React: it rewrites the route files that React's plugin then compiles.
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: false, // its way with a page that cannot be fetched is to reload, which without a network takes everything away
      routesDirectory: 'src/web/routes',
      generatedRouteTree: 'src/web/routeTree.gen.ts',
      addExtensions: true,
      quoteStyle: 'single',
      semicolons: true,
    }),
    drawIconsAsOnePath(),
    react(),
    listModules(),
  ],
  html: { cspNonce: '__NONCE__' }, // the server puts a fresh nonce in its place for every response
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0, // the content security policy allows no data: fonts or scripts
    sourcemap: false,
    chunkSizeWarningLimit: 800, // the size budget counts what is fetched, compressed
    rolldownOptions: {
      output: {
        // What every page needs comes in two files instead of dozens; what only later pages need stays in chunks of its own.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules/, tags: ['$initial'] },
            { name: 'app', test: /src[\\/](shared|web)[\\/](?!main\.tsx)/, tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});

/** An icon of six strokes is six elements wherever it stands; as one path they look the same. */
function drawIconsAsOnePath(): Plugin {
  const strokes = /\["path", \{ "d": "(M[^"]*)", "key": "[^"]*" \}\]/g;
  return {
    name: 'draw-icons-as-one-path',
    transform: {
      filter: { id: /@tabler\/icons-react\/dist\/esm\/icons\/Icon\w+\.mjs$/ },
      handler(code) {
        const list = /const __iconNode = \[(.*)\];/.exec(code)?.[1] ?? '';
        const paths = [...list.matchAll(strokes)].map(([, path]) => path);
        // Left alone where something else than such strokes is drawn.
        if (paths.length < 2 || list.replaceAll(strokes, '').replaceAll(/[\s,]/g, '') !== '') return null;
        return code.replace(list, `["path", { "d": "${paths.join('')}", "key": "svg-0" }]`);
      },
    },
  };
}

/** Writes which source went into which chunk, for the size budget: Vite's own manifest does not say. */
function listModules(): Plugin {
  return {
    name: 'list-modules',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const modules = chunks.map((chunk) => [
        chunk.fileName,
        chunk.moduleIds.map((id) => relative(import.meta.dirname, id)),
      ]);
      this.emitFile({
        type: 'asset',
        fileName: '.vite/modules.json',
        source: JSON.stringify(Object.fromEntries(modules)),
      });
    },
  };
}
