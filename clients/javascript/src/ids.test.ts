import { afterEach, expect, test, vi } from 'vitest'
import { seeded } from '../../../src/main/console/test/model-hub'
import { newId } from './ids'

afterEach(() => {
  vi.useRealTimers()
})

test('an id is a UUIDv7 of the time at which it was made', () => {
  vi.useFakeTimers({ now: Date.parse('2040-01-01T00:00:00Z') })
  const id = newId()
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.now())
})

test.each(Array.from({ length: 20 }, (_, index) => index + 1))('each is greater than the one before, whatever the clock does (%i)', (seed) => {
  const random = seeded(seed)
  // Later than the other tests, since the page remembers the last one.
  vi.useFakeTimers({ now: Date.parse('2041-01-01T00:00:00Z') + seed * 86_400_000 })
  let before = newId()
  for (let step = 0; step < 5_000; step++) {
    if (random() < 0.05) vi.setSystemTime(Date.now() + Math.floor((random() - 0.3) * 5_000))
    const id = newId()
    expect(id > before, `${before} before ${id}`).toBe(true)
    before = id
  }
})

test('more than fit into a millisecond go on in the next', () => {
  vi.useFakeTimers({ now: Date.parse('2045-01-01T00:00:00Z') })
  const ids = Array.from({ length: 10_000 }, newId)
  expect(new Set(ids).size).toBe(ids.length)
  expect([...ids].sort()).toEqual(ids)
})
