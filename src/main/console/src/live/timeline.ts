import type { Command, Entry, Part } from './model'

// One conversation as the console holds it: entries without a gap, and beside them what was sent and not yet seen again.

export type OutgoingState = 'sending' | 'stored' | 'failed'

export interface Outgoing {
  clientId: string
  conversation: string
  command: Command
  writtenAt: string
  state: OutgoingState
  sequence?: number
  reason?: string
}

export interface Timeline {
  // In order, each sequence one more than the one before.
  entries: Entry[]
  // What came too early, waiting for those before it.
  ahead: Entry[]
  outgoing: Outgoing[]
}

export type TimelineEvent =
  | { type: 'entries'; entries: Entry[] }
  | { type: 'older'; entries: Entry[] }
  | { type: 'written'; outgoing: Outgoing }
  | { type: 'acknowledged'; clientId: string; sequence: number }
  | { type: 'refused'; clientId: string; reason: string }
  | { type: 'retried'; clientId: string }
  | { type: 'withdrawn'; clientId: string }

export function emptyTimeline(): Timeline {
  return { entries: [], ahead: [], outgoing: [] }
}

export function lastSequence(timeline: Timeline): number {
  return timeline.entries.at(-1)?.sequence ?? 0
}

export function firstSequence(timeline: Timeline): number {
  return timeline.entries[0]?.sequence ?? 0
}

// Whether entries are missing before what has come.
export function hasGap(timeline: Timeline): boolean {
  return timeline.ahead.length > 0
}

export function reduce(timeline: Timeline, event: TimelineEvent): Timeline {
  switch (event.type) {
    case 'entries':
      return append(timeline, event.entries)
    case 'older':
      return prepend(timeline, event.entries)
    case 'written':
      return write(timeline, event.outgoing)
    case 'acknowledged':
      return settle(timeline, event.clientId, event.sequence)
    case 'refused':
      return change(timeline, event.clientId, { state: 'failed', reason: event.reason })
    case 'retried':
      return change(timeline, event.clientId, { state: 'sending', reason: undefined })
    case 'withdrawn':
      return { ...timeline, outgoing: timeline.outgoing.filter((each) => each.clientId !== event.clientId) }
  }
}

function append(timeline: Timeline, incoming: Entry[]): Timeline {
  const known = lastSequence(timeline)
  const waiting = [...timeline.ahead, ...incoming]
    .filter((entry) => entry.sequence > known)
    .sort((a, b) => a.sequence - b.sequence)
  const fresh: Entry[] = []
  const ahead: Entry[] = []
  let last = known
  for (const entry of waiting) {
    if (timeline.entries.length + fresh.length === 0 || entry.sequence === last + 1) {
      fresh.push(entry)
      last = entry.sequence
    } else if (entry.sequence > last && entry.sequence !== ahead.at(-1)?.sequence) {
      ahead.push(entry)
    }
  }
  if (fresh.length === 0) {
    return ahead.length === timeline.ahead.length ? timeline : { ...timeline, ahead }
  }
  return { entries: [...timeline.entries, ...fresh], ahead, outgoing: without(timeline.outgoing, fresh) }
}

function prepend(timeline: Timeline, older: Entry[]): Timeline {
  const first = firstSequence(timeline)
  const fitting = older.filter((entry) => entry.sequence < first)
  return fitting.length === 0 ? timeline : { ...timeline, entries: [...fitting, ...timeline.entries] }
}

// The acknowledgement may come before the entry or after it.
function settle(timeline: Timeline, clientId: string, sequence: number): Timeline {
  if (sequence <= lastSequence(timeline)) {
    return reduce(timeline, { type: 'withdrawn', clientId })
  }
  return change(timeline, clientId, { state: 'stored', sequence, reason: undefined })
}

// What an earlier page wrote may be stored already, and its acknowledgement lost; and it may be found after something was
// written here.
function write(timeline: Timeline, outgoing: Outgoing): Timeline {
  if (timeline.entries.some(({ metadata }) => metadata?.clientId === outgoing.clientId)) return timeline
  const others = timeline.outgoing.filter(({ clientId }) => clientId !== outgoing.clientId)
  return { ...timeline, outgoing: [...others, outgoing].sort((a, b) => (a.writtenAt < b.writtenAt ? -1 : a.writtenAt > b.writtenAt ? 1 : 0)) }
}

function change(timeline: Timeline, clientId: string, changes: Partial<Outgoing>): Timeline {
  return {
    ...timeline,
    outgoing: timeline.outgoing.map((each) => (each.clientId === clientId ? { ...each, ...changes } : each)),
  }
}

// An entry that came from this client takes the place of what was shown before.
function without(outgoing: Outgoing[], entries: Entry[]): Outgoing[] {
  if (outgoing.length === 0) {
    return outgoing
  }
  const clientIds = new Set(entries.map((entry) => entry.metadata?.clientId))
  const sequences = new Set(entries.map((entry) => entry.sequence))
  return outgoing.filter(
    (each) => !clientIds.has(each.clientId) && !(each.sequence !== undefined && sequences.has(each.sequence)),
  )
}

export function textOf(parts: Part[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
