import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// What browsers have only in a secure context, which a page over plain http is not. `npm run build` comes before the tests.
const MISSING = [
  'randomUUID',
  'crypto.subtle',
  'navigator.clipboard',
  'navigator.credentials',
  'navigator.geolocation',
  'navigator.locks',
  'navigator.mediaDevices',
  'navigator.serviceWorker',
  'navigator.share',
  'navigator.storage',
  'navigator.wakeLock',
  'cookieStore',
  'showOpenFilePicker',
  'showSaveFilePicker',
  'new Notification',
  'window.caches',
]
const DIST = join(import.meta.dirname, '../dist')
const LIBRARY = '../../../../clients/javascript/dist/index.js'

test('the pages and the client library use nothing that a page over plain http lacks', () => {
  const scripts = [...readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js')), LIBRARY]
  expect(scripts.length).toBeGreaterThan(3)
  for (const name of scripts) {
    const code = readFileSync(join(DIST, name), 'utf8')
    expect(
      MISSING.filter((each) => code.includes(each)),
      name,
    ).toEqual([])
  }
})
