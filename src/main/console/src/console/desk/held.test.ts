import { expect, test } from 'vitest'
import type { Conversation } from '@/live/model'
import { held } from './held'

function conversation(id: string, changedAt: number): Conversation {
  return {
    id,
    channel: 'web',
    inbox: 'shop',
    contact: { id },
    createdAt: '2026-03-01T08:00:00Z',
    changedAt: `2026-03-01T08:00:${changedAt}Z`,
    lastSequence: 1,
  }
}

const a = conversation('a', 30)
const b = conversation('b', 20)
const c = conversation('c', 10)

test('at the top everything is shown as it is', () => {
  expect(held([a, b], null)).toEqual({ rows: [a, b], newer: 0 })
})

test('further down rows keep their places, and what is new is counted', () => {
  const changed = conversation('b', 40)
  const fresh = conversation('d', 41)
  expect(held([fresh, changed, a], [a, b])).toEqual({ rows: [a, changed], newer: 1 })
})

test('further pages come at the end, and what left the view goes', () => {
  expect(held([a, c], [a, b])).toEqual({ rows: [a, c], newer: 0 })
})
