import type { Item, MessageItem, SessionItem, UnknownItem } from '@/live/messages'
import { textOf } from '@/live/timeline'
import { date, daysAgo } from '@/text/formats'

// What stands below each other in a thread: days, changes of the session, messages.
export type Row =
  | { type: 'day'; key: string; text: string }
  | { type: 'session'; key: string; item: SessionItem }
  | { type: 'unknown'; key: string; item: UnknownItem }
  | { type: 'message'; key: string; item: MessageItem; first: boolean; last: boolean; quoted: string }

// Messages of one sender that are nearer than this stand together.
const TOGETHER = 5 * 60_000

export function rowsOf(items: Item[], locale: string, today: number, t: (key: string) => string): Row[] {
  const rows: Row[] = []
  const bySequence = new Map<number, MessageItem>()
  let day: number | undefined
  let before: MessageItem | undefined
  for (const item of items) {
    const ago = daysAgo(item.at, today)
    if (ago !== day) {
      day = ago
      before = undefined
      rows.push({ type: 'day', key: `d${item.key}`, text: dayName(item.at, ago, locale, t) })
    }
    if (item.type === 'session') {
      before = undefined
      rows.push({ type: 'session', key: item.key, item })
    } else if (item.type === 'unknown') {
      before = undefined
      rows.push({ type: 'unknown', key: item.key, item })
    } else {
      const joined = before !== undefined && together(before, item)
      const above = rows.at(-1)
      if (joined && above?.type === 'message') above.last = false
      const answered = item.replyTo === undefined ? undefined : bySequence.get(item.replyTo)
      rows.push({ type: 'message', key: item.key, item, first: !joined, last: true, quoted: answered ? textOf(answered.parts) : '' })
      if (item.sequence !== undefined) bySequence.set(item.sequence, item)
      before = item
    }
  }
  return rows
}

function together(a: MessageItem, b: MessageItem): boolean {
  const same = a.sender.kind === b.sender.kind && (a.sender.id === b.sender.id || !a.sender.id || !b.sender.id)
  return same && a.note === b.note && Date.parse(b.at) - Date.parse(a.at) < TOGETHER
}

function dayName(at: string, ago: number, locale: string, t: (key: string) => string): string {
  if (ago === 0) return t('thread.today')
  return ago === 1 ? t('thread.yesterday') : date(at, locale)
}
