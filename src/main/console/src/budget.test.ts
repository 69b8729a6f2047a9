import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

// KB, compressed, of all that the first screen of the console loads. `npm run build` comes before the tests.
const FIRST_SCREEN = 150
const DIST = join(import.meta.dirname, '../dist/console')
const ASSETS = join(DIST, 'assets')

// What is asked for at once, each with all that it imports: the page, the console, the list of conversations and one language.
const ENTRIES = ['index', 'start', 'DeskScreen', 'en']

function read(name: string): string {
  return readFileSync(join(ASSETS, name), 'utf8')
}

function withImports(scripts: Set<string>, name: string): Set<string> {
  if (scripts.has(name)) return scripts
  scripts.add(name)
  return [...read(name).matchAll(/\b(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)].reduce((all, [, imported]) => withImports(all, imported!), scripts)
}

test('the first screen of the console stays within its budget', () => {
  expect(existsSync(DIST), 'npm run build').toBe(true)
  const assets = readdirSync(ASSETS)
  const entries = ENTRIES.flatMap((name) => assets.filter((each) => each.startsWith(`${name}-`) && each.endsWith('.js')))
  expect(entries).toHaveLength(ENTRIES.length)

  const scripts = entries.reduce(withImports, new Set<string>())
  expect(scripts.size).toBeGreaterThan(10)
  const styles = assets.filter((name) => name.endsWith('.css'))
  const size = [...scripts, ...styles].reduce((sum, name) => sum + gzipSync(read(name)).length / 1024, 0)
  expect(size).toBeLessThan(FIRST_SCREEN)
})
