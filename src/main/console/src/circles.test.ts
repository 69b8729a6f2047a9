import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

// Data flows one way: no module imports, through whatever others, one that imports it. Types count too.

const ROOT = join(import.meta.dirname, '..')
const CLIENT = '../../../clients/javascript/src'
const ENDINGS = ['', '.ts', '.tsx', '/index.ts']

function modulesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|vue)$/.test(name))
    .map((name) => join(folder, name))
}

const modules = new Set(['src', 'widget', 'sdk', 'test', CLIENT].flatMap(modulesIn))

// What a module imports of ours.
function importsOf(name: string, text = readFileSync(join(ROOT, name), 'utf8')): string[] {
  const code = name.endsWith('.vue') ? [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script).join('\n') : text
  return ts.preProcessFile(code).importedFiles.flatMap(({ fileName }) => {
    if (!/^(\.\.?|@|@client)\//.test(fileName)) return []
    const named = fileName.replace(/^@client\//, `${CLIENT}/`).replace(/^@\//, 'src/')
    const wanted = named === fileName ? relative(ROOT, join(ROOT, dirname(name), fileName)) : named
    const found = ENDINGS.map((ending) => wanted + ending).find((each) => modules.has(each))
    if (!found && !existsSync(join(ROOT, wanted))) throw new Error(`${name} imports ${fileName}, which is not there`)
    return found ?? []
  })
}

// The first way found that leads from a module back to itself.
function circleIn(imports: Map<string, string[]>): string[] | undefined {
  const done = new Set<string>()
  const way: string[] = []
  function walk(name: string): string[] | undefined {
    const at = way.indexOf(name)
    if (at >= 0) return [...way.slice(at), name]
    if (done.has(name)) return undefined
    way.push(name)
    const found = (imports.get(name) ?? []).map(walk).find((circle) => circle)
    way.pop()
    done.add(name)
    return found
  }
  return [...imports.keys()].map(walk).find((circle) => circle)
}

test('every import of ours is found', () => {
  expect(() => importsOf('src/a.ts', "import type { B } from './nowhere'")).toThrow('./nowhere')
  expect(importsOf('src/console/stores/live.ts')).toContain('src/console/stores/threads.ts')
  expect(importsOf('widget/talk.ts')).toContain(`${CLIENT}/index.ts`)
  expect(importsOf('src/console/desk/DeskScreen.vue')).toEqual(expect.arrayContaining(['src/console/desk/ThreadPane.vue', 'src/live/model.ts']))
})

test('a circle is seen, however long it is', () => {
  expect(circleIn(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]]))).toEqual(['b', 'c', 'b'])
  expect(circleIn(new Map([['a', ['b', 'c']], ['b', ['c']], ['c', []]]))).toBeUndefined()
})

test('no modules import each other', () => {
  expect(circleIn(new Map([...modules].map((name) => [name, importsOf(name)])))).toBeUndefined()
})
