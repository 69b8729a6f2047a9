import { expect, test } from 'vitest'
import { Following } from './following'
import type { Entry } from './model'

function entry(sequence: number, previous = sequence - 1): Entry {
  return { sequence, previous } as Entry
}

function begun(sequence: number): Following {
  const following = new Following()
  following.after(sequence)
  return following
}

function sequences(entries: Entry[]): number[] {
  return entries.map(({ sequence }) => sequence)
}

test('what comes twice, or before those before it, is handed on once and in order', () => {
  const following = begun(0)
  expect(sequences(following.take([entry(1), entry(1)]))).toEqual([1])
  expect(sequences(following.take([entry(3)]))).toEqual([])
  expect(following.behind).toBe(true)
  expect(sequences(following.take([entry(2), entry(1)]))).toEqual([2, 3])
  expect([following.behind, following.last]).toEqual([false, 3])
})

test('numbers that the user may not see leave no gap', () => {
  const following = begun(1)
  expect(sequences(following.take([entry(5, 1)]))).toEqual([5])
  expect(following.behind).toBe(false)
})

test('before there is a place to go on from, the last ones that there are make one', () => {
  const following = new Following()
  expect(following.take([entry(9)])).toEqual([])
  expect([following.begun, following.behind]).toEqual([false, true])
  expect(sequences(following.takePage([entry(7), entry(8)], true))).toEqual([7, 8])
  expect([following.last, following.behind]).toEqual([8, true])
  expect(sequences(following.takePage([entry(9)], false))).toEqual([9])
  expect(following.behind).toBe(false)
})

test('what the hub keeps no more is passed over', () => {
  const following = begun(3)
  following.reaches(20)
  expect(sequences(following.takePage([entry(11), entry(12)], true))).toEqual([11, 12])
  expect(following.takePage([], false)).toEqual([])
  expect([following.last, following.behind]).toEqual([20, false])
})

test('what comes too early is bounded, and what was let go is asked for again', () => {
  const following = begun(0)
  for (let sequence = 2; sequence < 2_000; sequence++) following.take([entry(sequence)])
  expect(sequences(following.take([entry(1)]))).toHaveLength(501)
  expect([following.last, following.behind]).toEqual([501, true])
})
