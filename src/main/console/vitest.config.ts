import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { generate } from './wire.mjs'

generate()

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    // A test that needs a page says so in its first line.
    environment: 'node',
    include: ['{src,widget,sdk}/**/*.test.{ts,tsx}'],
  },
})
