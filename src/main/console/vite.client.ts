import { defineConfig } from 'vite'
import { ALIAS } from './alias.mjs'
import { TARGET } from './browsers.mjs'

const PACKAGE = '../../../clients/javascript'

// The client library: clients/javascript/dist, modules for apps to bundle or to load as they are.
export default defineConfig({
  publicDir: false,
  resolve: { alias: ALIAS },
  build: {
    target: TARGET,
    outDir: `${PACKAGE}/dist`,
    emptyOutDir: true,
    minify: true,
    lib: { entry: { index: `${PACKAGE}/src/index.ts`, node: `${PACKAGE}/src/node.ts`, protobuf: `${PACKAGE}/src/protobuf.ts` }, formats: ['es'] },
    rolldownOptions: { external: /^node:/ },
    reportCompressedSize: false,
  },
})
