import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FileStore } from './node'

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'store-'))
}

test('what was kept is there for the next process, under whatever name', () => {
  const place = folder()
  const store = new FileStore(place)
  const long = `omnihub.outbox.1/${'客户/'.repeat(200)}`
  store.setItem(long, 'one')
  store.setItem('b', 'two')
  store.setItem('b', 'three')
  store.setItem('c', 'four')
  store.removeItem('c')

  const next = new FileStore(place)
  expect(Array.from({ length: next.length }, (_, index) => next.key(index)).sort()).toEqual(['b', long])
  expect([next.getItem(long), next.getItem('b'), next.getItem('c')]).toEqual(['one', 'three', null])
})

test('what was not written to its end is passed over, and what is not ours stays', () => {
  const place = folder()
  new FileStore(place).setItem('a', 'one')
  const [name = ''] = readdirSync(place)
  writeFileSync(join(place, `${name}.new`), '["a","tw')
  writeFileSync(join(place, name.replace(/^./, (first) => (first === '0' ? '1' : '0'))), 'damaged')
  writeFileSync(join(place, 'letters.json'), '["mine","own"]')
  const next = new FileStore(place)
  expect([next.length, next.getItem('a')]).toEqual([1, 'one'])
  expect(readdirSync(place)).toContain('letters.json')
  expect(readdirSync(place)).not.toContain(`${name}.new`)
})
