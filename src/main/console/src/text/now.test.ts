import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { daysAgo } from './formats'
import { keepTime, today } from './now'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what was said today is of yesterday once midnight has passed', () => {
  vi.setSystemTime(new Date(2026, 2, 1, 23, 58, 30))
  keepTime()
  const said = new Date(2026, 2, 1, 20).toISOString()
  expect(daysAgo(said, today.value)).toBe(0)
  vi.advanceTimersByTime(2 * 60_000)
  expect(daysAgo(said, today.value)).toBe(1)
})
