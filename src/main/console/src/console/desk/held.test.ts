import { expect, test } from 'vitest'
import type { Conversation } from '@/live/model'
import { held } from './held'

function conversation(id: string, messageAt: number, waitingSince?: number): Conversation {
  const at = (second: number) => `2026-03-01T08:00:${second}Z`
  return {
    id,
    channel: 'web',
    inbox: 'shop',
    contact: { id },
    createdAt: at(10),
    changedAt: at(59),
    messageAt: at(messageAt),
    waitingSince: waitingSince === undefined ? undefined : at(waitingSince),
    lastSequence: 1,
  }
}

const a = conversation('a', 30)
const b = conversation('b', 20)
const c = conversation('c', 10)

test('at the top everything is shown as it is', () => {
  expect(held([a, b], null, 'message')).toEqual({ rows: [a, b], newer: 0 })
})

test('further down rows keep their places, and what is new is counted', () => {
  const changed = conversation('b', 40)
  const fresh = conversation('d', 41)
  expect(held([fresh, changed, a], [a, b], 'message')).toEqual({ rows: [a, changed], newer: 1 })
})

test('further pages come at the end, and what left the view goes', () => {
  expect(held([a, c], [a, b], 'message')).toEqual({ rows: [a, c], newer: 0 })
})

test('one that is answered keeps its place, and further pages stay', () => {
  const waits = conversation('w', 20, 20)
  const answered = conversation('w', 50)
  expect(held([a, answered, b, c], [waits], 'waiting')).toEqual({ rows: [answered, a, b, c], newer: 0 })
})
