import { expect, test } from 'vitest'
import { builtScripts } from '../test/scripts'

// What browsers have only in a secure context, which a page over plain http is not.
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

test('the pages and the client library use nothing that a page over plain http lacks', () => {
  const scripts = builtScripts()
  expect(scripts.length).toBeGreaterThan(3)
  for (const { name, code } of scripts) {
    expect(
      MISSING.filter((each) => code.includes(each)),
      name,
    ).toEqual([])
  }
})
