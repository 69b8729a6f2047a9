import type { Conversation } from '@/live/model'
import { byPlace, type Order, placeOf } from '../stores/order'

// The rows of a list that is read further down: those that stood there keep their places, with what is new in them; what
// rises above the last of them meanwhile is only counted.
export function held(shown: Conversation[], frozen: Conversation[] | null, order: Order): { rows: Conversation[]; newer: number } {
  const last = frozen?.at(-1)
  if (!frozen || !last) {
    return { rows: shown, newer: 0 }
  }
  const now = new Map(shown.map((each) => [each.id, each]))
  const rows = frozen.flatMap((each) => now.get(each.id) ?? [])
  const stood = new Set(frozen.map((each) => each.id))
  const end = placeOf(last, order)
  const others = shown.filter((each) => !stood.has(each.id))
  const further = others.filter((each) => byPlace(placeOf(each, order), end) > 0)
  return { rows: [...rows, ...further], newer: others.length - further.length }
}
