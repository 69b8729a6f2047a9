import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { TARGET } from './browsers.mjs'

// The visitor's window inside a site's page: static/widget in the jar.
export default defineConfig({
  root: 'widget',
  base: '/widget/',
  publicDir: false,
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: TARGET,
    outDir: '../dist/widget',
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
