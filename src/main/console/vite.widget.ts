import { defineConfig, type Plugin } from 'vite'
import { ALIAS } from './alias.mjs'
import { TARGET } from './browsers.mjs'

// The visitor's window inside a site's page: static/widget in the jar.
// What is loaded once the browser is known to be good is asked for at once, so that nobody waits longer for it.
function preload(): Plugin {
  return {
    name: 'preload',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const start = Object.values(bundle ?? {}).find((each) => each.type === 'chunk' && each.isDynamicEntry)
        return start ? [{ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: '', href: `/widget/${start.fileName}` } }] : []
      },
    },
  }
}

export default defineConfig({
  root: 'widget',
  base: '/widget/',
  publicDir: false,
  resolve: { alias: ALIAS },
  plugins: [preload()],
  build: {
    target: TARGET,
    outDir: '../dist/widget',
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
})
