import tailwind from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { ALIAS } from './alias.mjs'
import { TARGET } from './browsers.mjs'
import { compiledTexts } from './texts.mjs'

// The console: static/console in the jar.
export default defineConfig(({ command }) => ({
  base: '/console/',
  publicDir: false,
  plugins: [vue(), tailwind(), compiledTexts()],
  resolve: { alias: ALIAS },
  server: { fs: { allow: ['../../..'] } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    // The texts are compiled when the console is built.
    __INTLIFY_DROP_MESSAGE_COMPILER__: command === 'build',
  },
  build: {
    target: TARGET,
    outDir: 'dist/console',
    // Inlined fonts and pictures would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Every module that names another has its hash: six characters are enough to tell versions apart.
    rolldownOptions: { output: { chunkFileNames: 'assets/[name]-[hash:6].js' } },
  },
}))
