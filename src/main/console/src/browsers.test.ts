import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lackFinder } from '../browsers.mjs'
import { builtScripts } from '../test/scripts'

// Looked for before it is used.
const OPTIONAL = new Set(['Symbol.dispose'])

const lacking = lackFinder(JSON.parse(readFileSync(join(import.meta.dirname, '../node_modules/@mdn/browser-compat-data/data.json'), 'utf8')))

test('what the oldest browsers lack is found', () => {
  expect(lacking('Map.groupBy(a, b); Promise.withResolvers(); one.isSubsetOf(other); new Temporal(); URL.parse(a)')).toEqual([
    'Map.groupBy',
    'Promise.withResolvers',
    'Temporal',
    'URL.parse',
    'groupBy',
    'isSubsetOf',
    'withResolvers',
  ])
  expect(lacking('list.findLast(a); list.with(0, 1); new ResizeObserver(a); AbortSignal.timeout(1)')).toEqual([])
})

test('the sentences for older browsers name the oldest that are good', () => {
  const oldest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')).browserslist.map((each: string) => each.split(' >= '))
  const versions = Object.fromEntries(oldest) as Record<string, string>
  for (const page of ['../index.html', '../widget/index.html']) {
    const text = readFileSync(join(import.meta.dirname, page), 'utf8')
    expect(text.match(new RegExp(`Chrome or Edge ${versions.chrome}, Firefox ${versions.firefox}, Safari ${versions.safari}`, 'g')), page).toHaveLength(1)
    expect(text.match(new RegExp(`Chrome 或 Edge ${versions.edge}、Firefox ${versions.firefox}、Safari ${versions.ios_saf}`, 'g')), page).toHaveLength(1)
  }
})

test('the pages and the client library use nothing that the oldest browsers lack', () => {
  const scripts = builtScripts()
  expect(scripts.length).toBeGreaterThan(3)
  for (const { name, code } of scripts) {
    const found = lacking(code).filter((each) => !OPTIONAL.has(each))
    expect(found, name).toEqual([])
  }
})
