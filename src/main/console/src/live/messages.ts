import type { Entry, MessageRef, Part, Sender, SessionChange } from './model'
import type { Outgoing, Timeline } from './timeline'

// What a thread shows, made from the entries: each message once, with what later happened to it.

export type DeliveryState = 'sending' | 'stored' | 'accepted' | 'delivered' | 'read' | 'failed'

export interface MessageItem {
  type: 'message'
  key: string
  sequence?: number
  conversation: string
  note: boolean
  mine: boolean
  sender: Sender
  at: string
  late: boolean
  parts: Part[]
  replyTo?: number
  edited: boolean
  recalled: boolean
  erased: boolean
  reactions: string[]
  state?: DeliveryState
  reason?: string
  // An attempt may have arrived without the hub's knowing.
  maybeRepeated?: boolean
  clientId?: string
}

export interface SessionItem {
  type: 'session'
  key: string
  at: string
  sender: Sender
  change: SessionChange
}

export type Item = MessageItem | SessionItem

const RANK: Record<DeliveryState, number> = { sending: 0, stored: 1, accepted: 2, delivered: 3, read: 4, failed: 5 }

export function itemsOf(timeline: Timeline): Item[] {
  const items: Item[] = []
  const messages = new Messages()
  for (const entry of timeline.entries) {
    const item = itemOf(entry)
    if (item) {
      items.push(item)
      if (item.type === 'message') messages.add(item, entry)
    } else {
      messages.apply(entry)
    }
  }
  for (const outgoing of timeline.outgoing) {
    items.push(unseen(outgoing))
  }
  return items
}

function itemOf(entry: Entry): Item | undefined {
  const change = entry.change
  if (change.type === 'message') {
    const outbound = entry.direction === 'outbound'
    const note = entry.visibility === 'agents'
    return {
      type: 'message',
      key: entry.metadata?.clientId ?? String(entry.sequence),
      sequence: entry.sequence,
      conversation: entry.conversation,
      note,
      mine: outbound || note,
      sender: entry.sender,
      at: entry.sentAt,
      late: entry.late ?? false,
      parts: change.parts,
      replyTo: change.replyTo?.sequence,
      edited: false,
      recalled: false,
      erased: false,
      reactions: [],
      state: outbound && !note ? 'stored' : undefined,
    }
  }
  if (change.type === 'session') {
    return { type: 'session', key: `s${entry.sequence}`, at: entry.sentAt, sender: entry.sender, change }
  }
  return undefined
}

function unseen(outgoing: Outgoing): MessageItem {
  const note = outgoing.command.type === 'note'
  return {
    type: 'message',
    key: outgoing.clientId,
    conversation: outgoing.conversation,
    note,
    mine: true,
    sender: { kind: 'agent', id: '' },
    at: outgoing.writtenAt,
    late: false,
    parts: outgoing.command.parts,
    edited: false,
    recalled: false,
    erased: false,
    reactions: [],
    state: note && outgoing.state === 'stored' ? undefined : outgoing.state,
    reason: outgoing.reason,
    clientId: outgoing.clientId,
  }
}

class Messages {
  private readonly bySequence = new Map<number, MessageItem>()
  private readonly byExternalId = new Map<string, MessageItem>()

  add(item: MessageItem, entry: Entry): void {
    this.bySequence.set(entry.sequence, item)
    if (entry.change.type === 'message' && entry.change.externalId) {
      this.byExternalId.set(entry.change.externalId, item)
    }
  }

  apply(entry: Entry): void {
    const change = entry.change
    switch (change.type) {
      case 'edit':
        this.with(change.target, (item) => Object.assign(item, { parts: change.parts, edited: true }))
        break
      case 'recall':
        this.with(change.target, (item) => Object.assign(item, { parts: [], recalled: true }))
        break
      case 'reaction':
        this.with(change.target, (item) => {
          item.reactions = item.reactions.filter((each) => each !== change.emoji)
          if (!change.removed) item.reactions.push(change.emoji)
        })
        break
      case 'receipt':
        this.with(change.target, (item) => {
          raise(item, change.state, change.reason)
          item.maybeRepeated ||= change.maybeRepeated
        })
        break
      case 'read-mark':
        if (entry.sender.kind === 'contact') this.readUpTo(change.upTo)
        break
      case 'media-stored':
        this.with(change.target, (item) => {
          const part = item.parts[change.part]
          if (part && 'media' in part) {
            item.parts = item.parts.with(change.part, { ...part, media: { ...part.media, ...change.media, lost: change.reason } })
          }
        })
        break
      case 'erased':
        this.with({ sequence: change.sequence }, (item) => Object.assign(item, { parts: [], erased: true }))
    }
  }

  private readUpTo(upTo: MessageRef): void {
    const last = this.find(upTo)?.sequence ?? upTo.sequence ?? 0
    for (const [sequence, item] of this.bySequence) {
      if (sequence <= last && item.state && item.state !== 'failed') raise(item, 'read')
    }
  }

  private with(target: MessageRef, apply: (item: MessageItem) => void): void {
    const item = this.find(target)
    if (item) apply(item)
  }

  private find(target: MessageRef): MessageItem | undefined {
    return (
      (target.sequence === undefined ? undefined : this.bySequence.get(target.sequence)) ??
      (target.externalId === undefined ? undefined : this.byExternalId.get(target.externalId))
    )
  }
}

// Receipts may come in any order: a message that was read is not merely delivered again.
function raise(item: MessageItem, state: DeliveryState, reason?: string): void {
  if (item.state && RANK[state] > RANK[item.state]) {
    item.state = state
    item.reason = reason
  }
}
