import { defineConfig } from 'vite'
import { TARGET } from './browsers.mjs'

// The loader that sites embed: static/sdk/omnihub.js in the jar, a classic script of one file.
export default defineConfig({
  publicDir: false,
  build: {
    target: TARGET,
    outDir: 'dist/sdk',
    lib: { entry: 'sdk/main.ts', formats: ['iife'], name: 'OmniHubLoader', fileName: () => 'omnihub.js' },
    reportCompressedSize: false,
  },
})
