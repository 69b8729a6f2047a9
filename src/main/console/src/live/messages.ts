import type { Entry, Media, MessageRef, Part, ReceiptState, Sender, SessionChange } from './model'
import type { Timeline, Written } from './timeline'

// What is shown of a conversation, made from its entries: each message once, with what later happened to it.

export type DeliveryState = Written['state'] | ReceiptState

// What the channel says of what it did not do: a code, which may be empty, and a sentence in English.
export interface Failure {
  code: string
  reason: string
}

export interface MessageItem {
  type: 'message'
  key: string
  sequence?: number
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
  // What a later version of the hub says of it.
  unknownState?: string
  // Why it was not sent, in the person's language, where it never left this page.
  reason?: string
  failure?: Failure
  // An attempt may have arrived without the hub's knowing.
  maybeRepeated?: boolean
  clientId?: string
  // Why the contact's side did not follow an edit or a recall.
  notFollowed?: Failure
  // What its channel tells beside what was said.
  facts?: Record<string, string>
}

export interface SessionItem {
  type: 'session'
  key: string
  at: string
  sender: Sender
  change: SessionChange
}

// Something of a kind that only a later version knows. It keeps its place.
export interface UnknownItem {
  type: 'unknown'
  key: string
  at: string
  sender: Sender
  kind: string
}

export type Item = MessageItem | SessionItem | UnknownItem

// Why the bytes of a part will not come, where they will not.
export type Lost = Media & { lost?: Failure }

const RANK: Readonly<Record<string, number>> = { sending: 0, stored: 1, accepted: 2, delivered: 3, read: 4, failed: 5 } satisfies Record<DeliveryState, number>

export function itemsOf(timeline: Timeline): Item[] {
  const thread = new Thread(timeline)
  timeline.entries.forEach((entry) => thread.add(entry))
  timeline.rest?.changes.forEach((entry) => thread.add(entry))
  return [...thread.items, ...timeline.written.map(unseen)]
}

// Whether the conversation is a group's: some of what was said bears another name than the contact's.
export function isOfSeveral({ entries }: Timeline, contact: string): boolean {
  return entries.some(({ change, sender }) => change.type === 'message' && sender.kind === 'contact' && !!sender.name && sender.name !== contact)
}

// What was written here and is not yet an entry.
function unseen({ clientId, parts, note = false, at, state, reason }: Written): MessageItem {
  return {
    type: 'message',
    key: clientId,
    note,
    mine: true,
    sender: { kind: 'agent', id: '' },
    at,
    late: false,
    parts,
    edited: false,
    recalled: false,
    erased: false,
    reactions: [],
    state: note && state === 'stored' ? undefined : state,
    reason,
    clientId,
  }
}

class Thread {
  readonly items: Item[] = []
  private readonly bySequence = new Map<number, MessageItem>()
  private readonly byExternalId = new Map<string, MessageItem>()

  // What tells a message that an edit or a recall of it did not arrive, by its sequence.
  private readonly followers = new Map<number, (failure: Failure) => void>()

  constructor(private readonly timeline: Timeline) {}

  add(entry: Entry): void {
    const { change, sender } = entry
    switch (change.type) {
      case 'message':
        this.say(entry, Array.isArray(change.parts) ? change.parts : [], change.externalId, change.replyTo)
        break
      case 'session':
        this.items.push({ type: 'session', key: `s${entry.sequence}`, at: entry.sentAt, sender, change })
        break
      case 'edit':
        this.with(change.target, (item) => this.follows(entry, item, { parts: change.parts, edited: true }))
        break
      case 'recall':
        this.with(change.target, (item) => this.follows(entry, item, { parts: [], recalled: true }))
        break
      case 'reaction':
        this.with(change.target, (item) => {
          item.reactions = item.reactions.filter((each) => each !== change.emoji)
          if (!change.removed) item.reactions.push(change.emoji)
        })
        break
      case 'receipt':
        if (change.state === 'failed') this.followers.get(change.target?.sequence ?? 0)?.(failureOf(change))
        this.with(change.target, (item) => {
          raise(item, change.state, change.state === 'failed' ? failureOf(change) : undefined)
          item.maybeRepeated ||= change.maybeRepeated
        })
        break
      case 'read-mark':
        if ((sender.kind === 'contact') === (this.timeline.side === 'agents')) this.readUpTo(change.upTo)
        break
      case 'media-stored':
        this.with(change.target, (item) => {
          const part = item.parts[change.part]
          if (part && 'media' in part) {
            const media: Lost = { ...part.media, ...change.media, lost: change.reason ? failureOf({ reason: change.reason, code: entry.metadata?.code }) : undefined }
            item.parts = item.parts.with(change.part, { ...part, media })
          }
        })
        break
      case 'erased':
        this.with({ sequence: change.sequence }, (item) => Object.assign(item, { parts: [], erased: true }))
        break
      case 'contact-change':
        break
      default:
        this.items.push({ type: 'unknown', key: `u${entry.sequence}`, at: entry.sentAt, sender, kind: nameOf(entry) })
    }
  }

  private say(entry: Entry, parts: Part[], externalId: string | undefined, replyTo: MessageRef | undefined): void {
    const agents = this.timeline.side === 'agents'
    // What is not for everyone is for agents, whatever a later version calls it.
    const note = entry.visibility !== 'everyone'
    const ours = entry.direction === (agents ? 'outbound' : 'inbound')
    const item: MessageItem = {
      type: 'message',
      key: entry.metadata?.clientId ?? String(entry.sequence),
      sequence: entry.sequence,
      note,
      // What the customer pressed on a record is a note too, and the customer's.
      mine: ours || (note && entry.sender.kind !== 'contact'),
      sender: entry.sender,
      at: entry.sentAt,
      late: entry.late ?? false,
      parts,
      replyTo: replyTo?.sequence ?? this.find(replyTo)?.sequence,
      edited: false,
      recalled: false,
      erased: false,
      reactions: [],
      state: ours && !note ? 'stored' : undefined,
      facts: ours && !agents ? undefined : entry.metadata,
    }
    this.items.push(item)
    this.bySequence.set(entry.sequence, item)
    if (externalId) this.byExternalId.set(externalId, item)
  }

  private follows(entry: Entry, item: MessageItem, change: Partial<MessageItem>): void {
    Object.assign(item, change)
    this.followers.set(entry.sequence, (failure) => (item.notFollowed = failure))
  }

  private readUpTo(upTo: MessageRef | undefined): void {
    const last = this.find(upTo)?.sequence ?? upTo?.sequence ?? 0
    for (const [sequence, item] of this.bySequence) {
      if (sequence <= last && item.state && item.state !== 'failed') raise(item, 'read')
    }
  }

  private with(target: MessageRef | undefined, apply: (item: MessageItem) => void): void {
    const item = this.find(target)
    if (item) apply(item)
  }

  private find(target: MessageRef | undefined): MessageItem | undefined {
    return this.bySequence.get(target?.sequence ?? 0) ?? this.byExternalId.get(target?.externalId ?? '')
  }
}

// Receipts may come in any order: a message that was read is not merely delivered again. What had failed and was sent once
// more has come as far as is told since.
function raise(item: MessageItem, state: string, failure?: Failure): void {
  if (!item.state) return
  if (!isKnown(state)) item.unknownState = state
  else if (item.state === 'failed' || (RANK[state] ?? 0) > (RANK[item.state] ?? 0)) Object.assign(item, { state, failure, reason: undefined, unknownState: undefined })
}

function failureOf({ code = '', reason = '' }: Partial<Failure>): Failure {
  return { code, reason }
}

function isKnown(state: string): state is DeliveryState {
  return Object.hasOwn(RANK, state)
}

// What is unknown, as far as it has a name: the hub names what it does not know itself.
function nameOf({ kind, change }: Entry): string {
  const { type, name } = change as { type?: string; name?: string }
  return type === 'unknown' && name ? name : kind || String(type ?? '')
}

// How many answers the contact has not read, and up to where there is something to read.
export function unread({ entries }: Timeline): { count: number; upTo: number } {
  let read = 0
  for (const { change, sender } of entries) {
    if (change.type === 'read-mark' && sender.kind === 'contact') read = Math.max(read, change.upTo.sequence ?? 0)
  }
  const fresh = entries.filter((entry) => entry.sequence > read && entry.change.type === 'message' && entry.direction === 'outbound')
  return { count: fresh.length, upTo: fresh.at(-1)?.sequence ?? 0 }
}
