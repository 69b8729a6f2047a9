import type { Entry, Part } from '@/live/model'
import type { Inbox } from '../stores/inboxes'

// Why the channel takes no reply. What a page has not loaded it does not know; then the hub decides.
export type Closed = { why: 'window'; until: number } | { why: 'many'; most: number } | { why: 'long'; count: number; most: number }

export function closed(inbox: Inbox | undefined, entries: readonly Entry[], text: string, now: number): Closed | undefined {
  if (!inbox) return undefined
  const most = inbox.mostReplies ?? Infinity
  const count = messages(inbox, [{ type: 'text', text }])
  if (count > most) return { why: 'long', count, most }
  let over: Closed | undefined
  for (let at = entries.length - 1; at >= 0; at--) {
    const { change, direction, storedAt } = entries[at]!
    if (change.type !== 'message' || direction !== 'inbound') continue
    const did = change.parts.every(({ type }) => type === 'system-event') ? change.parts[0] : undefined
    const occasion = did?.type === 'system-event' ? inbox.occasions?.[did.event] : undefined
    if (did && !occasion) continue
    const allowed = occasion ? (occasion.mostReplies ?? Infinity) : most
    const lasts = window(occasion ? occasion.window : inbox.replyWindow)
    const until = Date.parse(storedAt) + lasts
    const many = replies(inbox, entries.slice(at + 1)) + count > allowed
    if (lasts > 0 && now <= until && !many) return undefined
    over ??= lasts > 0 && now <= until ? { why: 'many', most: allowed } : { why: 'window', until }
    // What was allowed before it counts too, but not after the contact has turned away.
    if (!occasion || lasts === 0) return over
  }
  return undefined
}

// What was sent since, without what failed.
function replies(inbox: Inbox, entries: readonly Entry[]): number {
  const failed = new Set(entries.flatMap(({ change }) => (change.type === 'receipt' && change.state === 'failed' ? [change.target?.sequence] : [])))
  return entries.reduce(
    (sum, { change, visibility, sequence }) => sum + (change.type === 'message' && visibility === 'everyone' && !failed.has(sequence) ? messages(inbox, change.parts) : 0),
    0,
  )
}

// How many of the platform's messages parts become, at least.
function messages({ text }: Inbox, parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + (part.type === 'card' && part.metadata?.template !== undefined ? 0 : text && part.type === 'text' ? Math.max(1, Math.ceil(size(part.text, text.unit) / text.most)) : 1), 0)
}

function size(text: string, unit: NonNullable<Inbox['text']>['unit']): number {
  if (unit === 'bytes') return new TextEncoder().encode(text).length
  return unit === 'utf16' ? text.length : [...text].length
}

// Until when a message can be edited or taken back that was sent at a time; the hub, which knows when the platform took
// it, may take it a moment longer.
export function changeable(inbox: Inbox | undefined, what: 'edit' | 'recall', sent: string): number {
  return Date.parse(sent) + window(what === 'edit' ? inbox?.editWindow : inbox?.recallWindow)
}

// Of ISO 8601 what Java writes: hours, minutes and seconds.
function window(duration: string | undefined): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration ?? '') ?? []
  return duration ? ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 : Infinity
}
