// The oldest browsers that the pages run in, from package.json, for the build and for the test of what it made.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const OLDEST = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')).browserslist.map((each) => {
  const [, name, version] = /^(\w+) >= ([\d.]+)$/.exec(each)
  return { name, version }
})

// As Vite wants them: syntax that one of them lacks is rewritten.
export const TARGET = OLDEST.map(({ name, version }) => `${name === 'ios_saf' ? 'ios' : name}${version}`)

// As MDN calls them.
const MDN = OLDEST.map(({ name, version }) => ({ browser: name === 'ios_saf' ? 'safari_ios' : name, version }))

// Whose methods are known by their names alone, in any code.
const COMMON = new Set(['Array', 'ArrayBuffer', 'Map', 'Object', 'Promise', 'Set', 'String', 'TypedArray', 'WeakMap'])

// A finder of what one of the oldest browsers lacks, by the data of MDN: classes, their own members, and methods of the
// language. Of a method only the name is seen, not whose it is, so it counts where no owner of that name is old enough.
export function lackFinder(data) {
  const methods = new Map()
  const members = new Map()
  const owners = new Map()
  for (const room of [data.javascript.builtins, data.api]) {
    for (const [owner, its] of Object.entries(room)) {
      if (its.__compat) owners.set(owner, isThere(its))
      for (const [key, member] of Object.entries(its)) {
        if (key === '__compat' || !member.__compat) continue
        const name = key.replace(/_(static|event)$/, '')
        const there = isThere(member)
        members.set(`${owner}.${name}`, (members.get(`${owner}.${name}`) ?? false) || there)
        if (COMMON.has(owner)) methods.set(name, (methods.get(name) ?? false) || there)
      }
    }
  }
  return (code) => {
    const named = [...code.matchAll(/\b[A-Z]\w+\.\w+\b/g)].map(([member]) => member).filter((each) => members.get(each) === false)
    const called = [...code.matchAll(/\.([a-zA-Z]\w+)\(/g)].map(([, name]) => name).filter((each) => methods.get(each) === false)
    const made = [...code.matchAll(/\bnew ([A-Z]\w+)\b/g)].map(([, owner]) => owner).filter((each) => owners.get(each) === false)
    return [...new Set([...named, ...called, ...made])].sort()
  }
}

function isThere({ __compat: { support } }) {
  return MDN.every(({ browser, version }) => {
    const statements = [support[browser] ?? []].flat()
    return statements.some((each) => !each.flags && isOlder(each.version_added, version) && !isOlder(each.version_removed, version))
  })
}

// MDN says "≤37" where nobody has looked further back.
function isOlder(added, version) {
  if (typeof added !== 'string' || added === 'preview') return false
  const [a, b] = [added.replace('≤', ''), version].map((each) => each.split('.').map(Number))
  return a[0] < b[0] || (a[0] === b[0] && (a[1] ?? 0) <= (b[1] ?? 0))
}
