import type { Conversation } from '@/live/model'

// The rows of a list that is read further down: those that stood there keep their places, with what is new in them; what
// rises to the top meanwhile is only counted.
export function held(shown: Conversation[], frozen: Conversation[] | null): { rows: Conversation[]; newer: number } {
  if (!frozen) {
    return { rows: shown, newer: 0 }
  }
  const now = new Map(shown.map((each) => [each.id, each]))
  const rows = frozen.flatMap((each) => now.get(each.id) ?? [])
  const stood = new Set(frozen.map((each) => each.id))
  const oldest = frozen.at(-1)?.changedAt ?? ''
  const others = shown.filter((each) => !stood.has(each.id))
  const further = others.filter((each) => each.changedAt <= oldest)
  return { rows: [...rows, ...further], newer: others.length - further.length }
}
