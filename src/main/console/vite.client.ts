import { defineConfig } from 'vite'
import { TARGET } from './browsers.mjs'

const PACKAGE = '../../../clients/javascript'

// The client library: clients/javascript/dist, modules for apps to bundle or to load as they are.
export default defineConfig({
  publicDir: false,
  build: {
    target: TARGET,
    outDir: `${PACKAGE}/dist`,
    emptyOutDir: true,
    minify: true,
    lib: { entry: { index: `${PACKAGE}/src/index.ts`, node: `${PACKAGE}/src/node.ts` }, formats: ['es'] },
    rolldownOptions: { external: /^node:/ },
    reportCompressedSize: false,
  },
})
