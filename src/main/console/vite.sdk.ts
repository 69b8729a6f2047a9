import { defineConfig } from 'vite'

// The loader that sites embed: static/sdk/omnihub.js in the jar, a classic script of one file.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist/sdk',
    lib: { entry: 'sdk/main.ts', formats: ['iife'], name: 'OmniHubLoader', fileName: () => 'omnihub.js' },
    reportCompressedSize: false,
  },
})
