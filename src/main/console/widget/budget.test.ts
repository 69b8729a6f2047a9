import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { en, zh } from './texts'

// Bytes, compressed, that every visitor of a site loads. `npm run build` comes before the tests.
const LOADER = 4 * 1024
const FRAME = 30 * 1024
const DIST = join(import.meta.dirname, '../dist')

function compressed(name: string): number {
  return gzipSync(readFileSync(join(DIST, name))).length
}

test('the loader stays within its budget', () => {
  expect(existsSync(join(DIST, 'sdk/omnihub.js')), 'npm run build').toBe(true)
  expect(compressed('sdk/omnihub.js')).toBeLessThanOrEqual(LOADER)
})

test('the frame stays within its budget', () => {
  const assets = readdirSync(join(DIST, 'widget/assets')).filter((name) => /\.(js|css)$/.test(name))
  expect(assets.length).toBeGreaterThan(1)
  const all = ['widget/index.html', ...assets.map((name) => `widget/assets/${name}`)]
  expect(all.reduce((sum, name) => sum + compressed(name), 0)).toBeLessThanOrEqual(FRAME)
})

test('each text is there in both languages', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
  for (const [name, text] of Object.entries({ ...en })) {
    expect(text, name).not.toBe('')
    expect(zh[name as keyof typeof zh], name).toMatch(/\p{Script=Han}/u)
  }
})
