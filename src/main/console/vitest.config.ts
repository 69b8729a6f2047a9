import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { ALIAS } from './alias.mjs'
import { generate } from './wire.mjs'

generate()

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: ALIAS },
  server: { fs: { allow: ['../../..'] } },
  test: {
    // A test that needs a page says so in its first line.
    environment: 'node',
    include: ['{src,widget,sdk}/**/*.test.{ts,tsx}', '../../../clients/javascript/**/*.test.ts'],
  },
})
