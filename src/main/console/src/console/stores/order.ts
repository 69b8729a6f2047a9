import type { Conversation } from '@/live/model'

// What the list is ordered by, as docs/api.md has it: who has waited longest first, and then the others as by their last
// message; or all by their last message. A look at a conversation moves it in neither.
export const ORDERS = ['waiting', 'message'] as const
export type Order = (typeof ORDERS)[number]

// Where a conversation stands in an order.
export interface Place {
  waits: boolean
  at: number
  id: string
}

export function placeOf(conversation: Conversation, order: Order): Place {
  const { id, waitingSince, messageAt } = conversation
  const waits = order === 'waiting' && waitingSince !== undefined
  return { waits, at: Date.parse(waits ? waitingSince : messageAt), id }
}

export function byPlace(a: Place, b: Place): number {
  if (a.waits !== b.waits) return a.waits ? -1 : 1
  const rising = a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  return a.waits ? rising : -rising
}
