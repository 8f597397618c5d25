import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    // What verifies trails is the code of `countersign-verify`, with these in place of what only Node has.
    alias: {
      'node:crypto': join(import.meta.dirname, 'src/verification/node-crypto.ts'),
      yauzl: join(import.meta.dirname, 'src/verification/yauzl.ts'),
    },
  },
  // The service puts the path of its PUBLIC_URL in place of the word when it sends the document; files find each other by themselves.
  experimental: {
    renderBuiltUrl: (file, { hostType }) =>
      hostType === 'html' ? `__PUBLIC_PATH__/console/${file}` : { relative: true },
  },
  build: {
    target: 'es2022',
    emptyOutDir: true,
    // Fonts as data: would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.json' },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ facadeModuleId }) => {
          const [, language, area] = /messages\/(\w+)\/(\w+)\.json$/.exec(facadeModuleId ?? '') ?? [];
          return area === undefined ? 'assets/[name]-[hash].js' : `assets/labels-${language}-${area}-[hash].js`;
        },
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\// },
            { name: 'editor', test: /node_modules\/(@codemirror|@lezer|style-mod|crelt|w3c-keyname)\// },
          ],
        },
      },
    },
  },
});
