import { expect, test, vi } from 'vitest'
import { createApi, run } from './calls'
import { Listeners } from './events'

test('OmniHub("open") and OmniHub.open() are the same', () => {
  const open = vi.fn()
  const api = createApi({ open })
  api('open', 1)
  ;(api.open as typeof open)(2)
  expect(open.mock.calls).toEqual([[1], [2]])
})

test('calls made before the loader came are made in their order', () => {
  const made: string[] = []
  const api = createApi({ a: (x: string) => made.push(`a${x}`), b: () => made.push('b') })
  run(api, [['a', '1'], ['b'], ['a', '2']])
  api.q.push(['b'])
  expect(made).toEqual(['a1', 'b', 'a2', 'b'])
})

test('a wrong call is told and does not keep the others from being made', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const open = vi.fn()
  run(createApi({ open }), [['constructor'], ['open']])
  expect(open).toHaveBeenCalledOnce()
  expect(String(told.mock.calls[0]?.[0])).toContain('there is no method constructor')
  told.mockRestore()
})

test('who no longer wants to know is not told', () => {
  const listeners = new Listeners()
  const heard: unknown[] = []
  const off = listeners.on('unread', (count) => heard.push(count))
  listeners.tell('unread', 1)
  off()
  listeners.tell('unread', 2)
  expect(heard).toEqual([1])
  expect(() => listeners.on('dance' as never, () => {})).toThrow('there is no event dance')
})
