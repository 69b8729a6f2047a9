import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const DIST = join(import.meta.dirname, '../dist')
const LIBRARY = '../../../../clients/javascript/dist/index.js'

/** What browsers are given: the pages and the client library. `npm run build` comes before the tests. */
export function builtScripts(): { name: string; code: string }[] {
  const pages = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
  return [...pages, LIBRARY].map((name) => ({ name, code: readFileSync(join(DIST, name), 'utf8') }))
}
