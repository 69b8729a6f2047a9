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

// What Vite puts around an import that has styles of its own: ours has none, and then it is as much as the start itself.
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : undefined),
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && !chunk.isEntry && chunk.viteMetadata?.importedCss.size) this.error(`${chunk.fileName} has styles of its own, which nobody would load`)
      }
    },
  }
}

export default defineConfig({
  root: 'widget',
  base: '/widget/',
  publicDir: false,
  resolve: { alias: ALIAS },
  plugins: [plainImports(), preload()],
  build: {
    target: TARGET,
    outDir: '../dist/widget',
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
})
