import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

// KB, compressed, of all that the first screen of the console loads. `npm run build` comes before the tests.
const FIRST_SCREEN = 150
const DIST = join(import.meta.dirname, '../dist/console')

function compressed(name: string): number {
  return gzipSync(readFileSync(join(DIST, name))).length / 1024
}

test('the first screen of the console stays within its budget', () => {
  expect(existsSync(DIST), 'npm run build').toBe(true)
  const assets = readdirSync(join(DIST, 'assets')).filter((name) => /\.(js|css)$/.test(name))
  const lazy = assets.filter((name) => /^(RichTextPart|LoginScreen|PasswordScreen|PlainPage|TextField|ModalDialog|OperationsScreen|WebhooksScreen|WebhooksLink|texts|ShortcutSheet|ContactPanel|ThreadPane|zh)-/.test(name))
  const first = assets.filter((name) => !lazy.includes(name))

  expect(lazy.length).toBeGreaterThan(2)
  expect(first.reduce((sum, name) => sum + compressed(`assets/${name}`), 0)).toBeLessThan(FIRST_SCREEN)
})
