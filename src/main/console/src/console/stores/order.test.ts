import { expect, test } from 'vitest'
import type { Conversation } from '@/live/model'
import { byPlace, type Order, placeOf } from './order'

function ids(order: Order, conversations: Partial<Conversation>[]): string {
  const places = conversations.map((each) => placeOf(each as Conversation, order))
  return places
    .sort(byPlace)
    .map((each) => each.id)
    .join('')
}

const CONVERSATIONS = [
  { id: 'a', messageAt: '2026-03-01T08:00:00.5Z' },
  { id: 'b', messageAt: '2026-03-01T08:00:00Z', waitingSince: '2026-03-01T08:00:00Z' },
  { id: 'c', messageAt: '2026-03-01T08:00:09Z', waitingSince: '2026-03-01T07:00:00Z' },
  { id: 'd', messageAt: '2026-03-01T08:00:00.5Z' },
]

test('who has waited longest is first, then who is answered, the last message first', () => {
  expect(ids('waiting', CONVERSATIONS)).toBe('cbda')
})

test('or the last message is first, whoever waits', () => {
  expect(ids('message', CONVERSATIONS)).toBe('cdab')
})
