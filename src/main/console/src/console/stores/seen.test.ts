// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import { useSeen } from './seen'

beforeEach(() => localStorage.clear())

function tab(name = 'ada') {
  return useSeen(() => name)
}

test('two tabs never overwrite what the other has seen', () => {
  const first = tab()
  const second = tab()
  first.see('c-1', 7)
  second.see('c-2', 3)
  second.see('c-1', 5)
  first.see('c-1', 6)

  const next = tab()
  expect([next.upTo('c-1'), next.upTo('c-2')]).toEqual([7, 3])
})

test('what one tab has seen, the others hear', () => {
  const first = tab()
  const second = tab()
  first.see('c-1', 7)
  expect(second.upTo('c-1')).toBe(0)
  window.dispatchEvent(Object.assign(new Event('storage'), { key: localStorage.key(0) }))
  expect(second.upTo('c-1')).toBe(7)
})

test('what one person has seen is unread for the next', async () => {
  const name = ref('ada')
  const seen = useSeen(() => name.value)
  seen.see('c-1', 7)
  name.value = 'bob'
  await nextTick()
  expect(seen.upTo('c-1')).toBe(0)
  name.value = 'ada'
  await nextTick()
  expect(seen.upTo('c-1')).toBe(7)
})

test('a thousand conversations are remembered, those seen last', () => {
  for (let each = 0; each < 1_100; each++) localStorage.setItem(`omnihub.seen/ada/c-${each}`, `1 ${each}`)
  const seen = tab()
  expect([seen.upTo('c-99'), seen.upTo('c-100'), seen.upTo('c-1099')]).toEqual([0, 1, 1])
  expect(localStorage).toHaveLength(1000)
})
