import { expect, test } from 'vitest'
import { initialsOf, personName } from './person'

const ID = '7f0c2b1e-9a53-8c11-a2f0-0123456789ab'

test('somebody without a name has the same one each time, in the language of the screen', () => {
  const english = personName({ id: ID }, 'en')
  expect(english).toMatch(/^[A-Z][a-z]+ [1-9]\d\d$/)
  expect(personName({ id: ID, name: '  ' }, 'en')).toBe(english)
  const chinese = personName({ id: ID }, 'zh')
  expect(chinese).toMatch(/^\p{Script=Han}+ [1-9]\d\d$/u)
  expect(chinese.slice(-3)).toBe(english.slice(-3))
  expect(personName({ id: ID, name: '韩梅梅' }, 'en')).toBe('韩梅梅')
})

test('many ids give many names', () => {
  const names = new Set(Array.from({ length: 1000 }, (_, i) => personName({ id: `${ID}${i}` }, 'en')))
  expect(names.size).toBeGreaterThan(950)
})

test.each([
  ['Otter 482', 'O'],
  ['水獭 482', '水獭'],
  ['Ana María Hernández', 'AH'],
  ['韩梅梅', '梅梅'],
  ['华东经销商 Dealers', '销商'],
  ['123', '1'],
  ['', ''],
])('%j is shown as %j', (name, initials) => expect(initialsOf(name)).toBe(initials))
