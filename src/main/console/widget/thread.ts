import type { Entry, Media, MessageRef, Part } from '@/live/model'

// The visitor's conversation: what the hub stored, without a gap, and beside it what was written and not yet seen again.
// A visitor may not see every entry, so each names the one before it in `previous`.

export interface Written {
  clientId: string
  parts: Part[]
  at: string
  state: 'sending' | 'stored' | 'failed'
  sequence?: number
  reason?: string
}

export interface Thread {
  entries: Entry[]
  // What came too early, waiting for those before it.
  ahead: Entry[]
  written: Written[]
  // Nothing is kept before the first entry, though it may name one.
  complete?: boolean
}

export type ThreadEvent =
  | { type: 'live'; entries: Entry[] }
  | { type: 'page'; entries: Entry[]; complete?: boolean }
  | { type: 'written'; written: Written }
  | { type: 'acknowledged'; clientId: string; sequence: number }
  | { type: 'refused'; clientId: string; reason: string }
  | { type: 'withdrawn'; clientId: string }
  | { type: 'restored' }

export const EMPTY: Thread = { entries: [], ahead: [], written: [] }

export function last(thread: Thread): number {
  return thread.entries.at(-1)?.sequence ?? 0
}

export function first(thread: Thread): number {
  return thread.entries[0]?.sequence ?? 0
}

export function hasGap(thread: Thread): boolean {
  return thread.ahead.length > 0
}

export function hasOlder(thread: Thread): boolean {
  return !thread.complete && (thread.entries[0]?.previous ?? 0) > 0
}

export function reduce(thread: Thread, event: ThreadEvent): Thread {
  switch (event.type) {
    case 'live':
      return append(thread, event.entries)
    case 'page':
      return page(event.complete ? { ...thread, complete: true } : thread, event.entries)
    case 'written':
      return write(thread, event.written)
    case 'acknowledged':
      return event.sequence <= last(thread)
        ? reduce(thread, { type: 'withdrawn', clientId: event.clientId })
        : change(thread, event.clientId, { state: 'stored', sequence: event.sequence })
    case 'refused':
      return change(thread, event.clientId, { state: 'failed', reason: event.reason })
    case 'withdrawn':
      return { ...thread, written: thread.written.filter((each) => each.clientId !== event.clientId) }
    case 'restored':
      return { ...EMPTY, written: thread.written }
  }
}

// An answer of the hub about the past holds all between its ends: before what is known, or after it.
function page(thread: Thread, entries: Entry[]): Thread {
  const begin = entries[0]
  if (!begin) return thread
  if (thread.entries.length === 0) return append({ ...thread, entries: [begin], written: without(thread.written, [begin]) }, entries)
  if (begin.sequence > last(thread)) return append(thread, entries)
  const older = entries.filter((entry) => entry.sequence < first(thread))
  return append({ ...thread, entries: [...older, ...thread.entries] }, entries)
}

function append(thread: Thread, incoming: Entry[]): Thread {
  let known = last(thread)
  const fresh: Entry[] = []
  const ahead: Entry[] = []
  for (const entry of [...thread.ahead, ...incoming].sort((a, b) => a.sequence - b.sequence)) {
    if (entry.sequence <= known || entry.sequence === ahead.at(-1)?.sequence) continue
    if ((entry.previous ?? 0) <= known) {
      fresh.push(entry)
      known = entry.sequence
    } else {
      ahead.push(entry)
    }
  }
  return { ...thread, entries: [...thread.entries, ...fresh], ahead, written: without(thread.written, fresh) }
}

// An entry that came from here takes the place of what was shown before.
function without(written: Written[], entries: Entry[]): Written[] {
  return written.filter(
    (each) => !entries.some((entry) => entry.metadata?.clientId === each.clientId || entry.sequence === each.sequence),
  )
}

// What an earlier page wrote may be stored already, and its acknowledgement lost; and it may be found after something was
// written here.
function write(thread: Thread, written: Written): Thread {
  if (thread.entries.some(({ metadata }) => metadata?.clientId === written.clientId)) return thread
  const others = thread.written.filter(({ clientId }) => clientId !== written.clientId)
  return { ...thread, written: [...others, written].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) }
}

function change(thread: Thread, clientId: string, changes: Partial<Written>): Thread {
  return { ...thread, written: thread.written.map((each) => (each.clientId === clientId ? { ...each, ...changes } : each)) }
}

export interface Line {
  key: string
  sequence?: number
  mine: boolean
  sender: string
  at: string
  parts: Part[]
  gone?: boolean
  edited?: boolean
  state?: Written['state'] | 'read'
  clientId?: string
}

// What is shown: each message once, with what later happened to it.
export function linesOf(thread: Thread): Line[] {
  const lines: Line[] = []
  const byExternalId = new Map<string, Line>()
  const bySequence = new Map<number, Line>()
  const find = (target: MessageRef) => bySequence.get(target.sequence ?? -1) ?? byExternalId.get(target.externalId ?? '')
  for (const entry of thread.entries) {
    const change = entry.change
    if (change.type === 'message') {
      const mine = entry.direction === 'inbound'
      const line: Line = {
        key: entry.metadata?.clientId ?? String(entry.sequence),
        sequence: entry.sequence,
        mine,
        sender: entry.sender.name ?? '',
        at: entry.sentAt,
        parts: change.parts,
        state: mine ? 'stored' : undefined,
      }
      lines.push(line)
      bySequence.set(entry.sequence, line)
      if (change.externalId) byExternalId.set(change.externalId, line)
    } else if (change.type === 'edit') {
      Object.assign(find(change.target) ?? {}, { parts: change.parts, edited: true })
    } else if (change.type === 'recall') {
      Object.assign(find(change.target) ?? {}, { parts: [], gone: true })
    } else if (change.type === 'erased') {
      Object.assign(bySequence.get(change.sequence) ?? {}, { parts: [], gone: true })
    } else if (change.type === 'media-stored') {
      storeMedia(find(change.target), change.part, change.media)
    } else if (change.type === 'read-mark' && entry.sender.kind !== 'contact') {
      const upTo = find(change.upTo)?.sequence ?? change.upTo.sequence ?? 0
      for (const line of lines) if (line.mine && (line.sequence ?? 0) <= upTo) line.state = 'read'
    }
  }
  const waiting = thread.written.map((each): Line => ({ ...each, key: each.clientId, mine: true, sender: '' }))
  return [...lines, ...waiting]
}

function storeMedia(line: Line | undefined, index: number, media: Media): void {
  const part = line?.parts[index]
  if (line && part && 'media' in part) line.parts = line.parts.with(index, { ...part, media: { ...part.media, ...media } })
}

// How many answers the visitor has not read, and up to where there is something to read.
export function unread(thread: Thread): { count: number; upTo: number } {
  let read = 0
  for (const { change, sender } of thread.entries) {
    if (change.type === 'read-mark' && sender.kind === 'contact') read = Math.max(read, change.upTo.sequence ?? 0)
  }
  const fresh = thread.entries.filter((entry) => entry.sequence > read && entry.change.type === 'message' && entry.direction === 'outbound')
  return { count: fresh.length, upTo: fresh.at(-1)?.sequence ?? 0 }
}
