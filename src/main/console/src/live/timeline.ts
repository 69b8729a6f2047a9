import { followsForContact, inOrder } from '@client/following'
import type { Entry, Part } from './model'

// A conversation as a page holds it: what the hub stored, without a gap, and beside it what was written here and not yet
// seen again.

// On whose side the page is. Agents see every entry, so theirs grow by one; of those that the contact may see each names
// the one before it in `previous`.
export type Side = 'agents' | 'contact'

const FOLLOWS = { agents: ({ sequence }: Entry, known: number) => sequence === known + 1, contact: followsForContact }

export interface Written {
  clientId: string
  parts: Part[]
  note?: boolean
  at: string
  state: 'sending' | 'stored' | 'failed'
  sequence?: number
  reason?: string
}

export interface Timeline {
  readonly side: Side
  // In order, each following the one before.
  entries: Entry[]
  // What came too early, waiting for those before it.
  ahead: Entry[]
  written: Written[]
  // Nothing is kept before the first entry.
  complete: boolean
  // What is known to follow the last entry and is not kept.
  rest?: Rest
}

export interface Rest {
  // The last sequence of it.
  last: number
  // What in it changes entries before it: those are shown as they are by now.
  changes: Entry[]
}

export type TimelineEvent =
  // What was pushed, in whatever order.
  | { type: 'live'; entries: Entry[] }
  // What was asked for: all between its ends, before what is known or after it.
  | { type: 'page'; entries: Entry[]; complete?: boolean }
  // So many entries at the end are enough.
  | { type: 'trimmed'; most: number }
  // So many entries at the beginning are enough: what follows is read again by who looks there.
  | { type: 'cut'; most: number }
  | { type: 'written'; written: Written }
  | { type: 'acknowledged'; clientId: string; sequence: number }
  | { type: 'refused'; clientId: string; reason: string }
  | { type: 'withdrawn'; clientId: string }
  // The log was put back to an earlier time.
  | { type: 'restored' }

export function emptyTimeline(side: Side): Timeline {
  return { side, entries: [], ahead: [], written: [], complete: false }
}

export function lastSequence(timeline: Timeline): number {
  return timeline.entries.at(-1)?.sequence ?? 0
}

// Up to where it is known what there is, kept or not.
export function knownSequence(timeline: Timeline): number {
  return Math.max(lastSequence(timeline), timeline.rest?.last ?? 0)
}

export function firstSequence(timeline: Timeline): number {
  return timeline.entries[0]?.sequence ?? 0
}

// Whether entries are missing before what has come.
export function hasGap(timeline: Timeline): boolean {
  return timeline.ahead.length > 0
}

// Whether earlier ones can be asked for.
export function hasOlder({ side, entries, complete }: Timeline): boolean {
  return !complete && (side === 'agents' || (entries[0]?.previous ?? 0) > 0)
}

export function reduce(timeline: Timeline, event: TimelineEvent): Timeline {
  switch (event.type) {
    case 'live':
      return timeline.rest ? beyond(timeline, timeline.rest, event.entries) : append(timeline, event.entries)
    case 'page':
      return page(event.complete && !timeline.complete ? { ...timeline, complete: true } : timeline, event.entries)
    case 'trimmed':
      return timeline.entries.length > event.most ? { ...timeline, entries: timeline.entries.slice(-event.most), complete: false } : timeline
    case 'cut':
      return timeline.entries.length > event.most ? cut(timeline, event.most) : timeline
    case 'written':
      return write(timeline, event.written)
    case 'acknowledged':
      return settle(timeline, event.clientId, event.sequence)
    case 'refused':
      return change(timeline, event.clientId, { state: 'failed', reason: event.reason })
    case 'withdrawn':
      return { ...timeline, written: timeline.written.filter((each) => each.clientId !== event.clientId) }
    case 'restored':
      return { ...emptyTimeline(timeline.side), written: timeline.written }
  }
}

function page(timeline: Timeline, entries: Entry[]): Timeline {
  const begin = entries[0]
  if (!begin) return timeline
  if (timeline.entries.length === 0) return append({ ...timeline, entries: [begin], written: without(timeline.written, [begin]) }, entries)
  const first = firstSequence(timeline)
  if (begin.sequence >= first) return reached(append(timeline, entries))
  const older = entries.filter((entry) => entry.sequence < first)
  return append({ ...timeline, entries: [...older, ...timeline.entries] }, entries)
}

function cut(timeline: Timeline, most: number): Timeline {
  const dropped = [...timeline.entries.slice(most), ...timeline.ahead]
  return beyond({ ...timeline, entries: timeline.entries.slice(0, most), ahead: [] }, timeline.rest ?? { last: 0, changes: [] }, dropped)
}

// What is pushed, or let go, behind what is kept.
function beyond(timeline: Timeline, rest: Rest, incoming: Entry[]): Timeline {
  const end = lastSequence(timeline)
  const known = new Set(rest.changes.map(({ sequence }) => sequence))
  const changes = incoming.filter((entry) => !known.has(entry.sequence) && changesBefore(entry, end))
  const last = Math.max(rest.last, ...incoming.map(({ sequence }) => sequence))
  if (changes.length === 0 && last === rest.last) return timeline
  const all = [...rest.changes, ...changes].sort((a, b) => a.sequence - b.sequence)
  return { ...timeline, rest: { last, changes: all }, written: without(timeline.written, incoming) }
}

// Whether an entry changes what is shown of those up to a sequence.
function changesBefore({ change }: Entry, end: number): boolean {
  switch (change.type) {
    case 'erased':
      return change.sequence <= end
    case 'edit':
    case 'recall':
    case 'reaction':
    case 'receipt':
    case 'media-stored':
      return (change.target?.sequence ?? end) <= end
    default:
      return false
  }
}

// What was read further down may reach what is known to follow.
function reached(timeline: Timeline): Timeline {
  if (!timeline.rest) return timeline
  const end = lastSequence(timeline)
  const { last, changes } = timeline.rest
  return { ...timeline, rest: end >= last ? undefined : { last, changes: changes.filter(({ sequence }) => sequence > end) } }
}

function append(timeline: Timeline, incoming: Entry[]): Timeline {
  const { fresh, ahead } = inOrder(lastSequence(timeline), [...timeline.ahead, ...incoming], FOLLOWS[timeline.side])
  // Nothing is drawn again for what is known.
  if (fresh.length === 0) return ahead.length === timeline.ahead.length ? timeline : { ...timeline, ahead }
  return { ...timeline, entries: [...timeline.entries, ...fresh], ahead, written: without(timeline.written, fresh) }
}

// The acknowledgement may come before the entry or after it.
function settle(timeline: Timeline, clientId: string, sequence: number): Timeline {
  if (sequence <= knownSequence(timeline)) return reduce(timeline, { type: 'withdrawn', clientId })
  return change(timeline, clientId, { state: 'stored', sequence, reason: undefined })
}

// What an earlier page wrote may be stored already, and its acknowledgement lost; and it may be found after something was
// written here.
function write(timeline: Timeline, written: Written): Timeline {
  if (timeline.entries.some(({ metadata }) => metadata?.clientId === written.clientId)) return timeline
  const others = timeline.written.filter(({ clientId }) => clientId !== written.clientId)
  return { ...timeline, written: [...others, written].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) }
}

function change(timeline: Timeline, clientId: string, changes: Partial<Written>): Timeline {
  return { ...timeline, written: timeline.written.map((each) => (each.clientId === clientId ? { ...each, ...changes } : each)) }
}

// An entry that came from here takes the place of what was shown before.
function without(written: Written[], entries: Entry[]): Written[] {
  if (written.length === 0) return written
  const clientIds = new Set(entries.map((entry) => entry.metadata?.clientId))
  const sequences = new Set<number | undefined>(entries.map((entry) => entry.sequence))
  return written.filter(({ clientId, sequence }) => !clientIds.has(clientId) && !sequences.has(sequence))
}

export function textOf(parts: Part[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
