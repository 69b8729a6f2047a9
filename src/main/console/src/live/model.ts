// The values of docs/messages.md and of the REST API, as far as the console uses them.

export type SenderKind = 'contact' | 'agent' | 'bot' | 'system'
export type SessionStatus = 'open' | 'pending' | 'resolved'

export interface Sender {
  kind: SenderKind
  id: string
  name?: string
}

export interface Media {
  blob?: string
  externalId?: string
  url?: string
  contentType?: string
  size?: number
  fileName?: string
  // Why the bytes will not come, where they will not.
  lost?: string
}

export type Part =
  | { type: 'text'; text: string }
  | { type: 'image'; media: Media }
  | { type: 'voice'; media: Media; seconds?: number; transcript?: string }
  | { type: 'video'; media: Media; seconds?: number; thumbnail?: Media }
  | { type: 'file'; media: Media }
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'link'; url: string; title?: string; description?: string; picture?: Media }
  | { type: 'card'; title: string; fields?: CardField[]; buttons?: CardButton[]; picture?: Media }
  | { type: 'contact-card'; name: string; phone?: string; organisation?: string }
  | { type: 'sticker'; media: Media }
  | { type: 'rich-text'; html: string }
  | { type: 'system-event'; event: string; data?: Record<string, string> }
  | { type: 'unsupported'; kind: string; raw?: string }

export interface CardField {
  name: string
  value: string
}

export interface CardButton {
  label: string
  url?: string
}

export interface MessageRef {
  sequence?: number
  externalId?: string
}

export interface SessionChange {
  type: 'session'
  session: string
  cause: 'opened' | 'reopened' | 'assigned' | 'pended' | 'resolved' | 'labelled'
  status: SessionStatus
  assignee?: string
  labels?: string[]
  revision: number
}

export type Change =
  | { type: 'message'; externalId?: string; parts: Part[]; replyTo?: MessageRef }
  | { type: 'edit'; target: MessageRef; parts: Part[] }
  | { type: 'recall'; target: MessageRef }
  | { type: 'reaction'; target: MessageRef; emoji: string; removed?: boolean }
  | { type: 'receipt'; target: MessageRef; state: 'accepted' | 'delivered' | 'read' | 'failed'; code?: string; reason?: string; maybeRepeated?: boolean }
  | { type: 'read-mark'; upTo: MessageRef }
  | { type: 'contact-change'; name?: string; locale?: string }
  | { type: 'media-stored'; target: MessageRef; part: number; media: Media; reason?: string }
  | { type: 'erased'; sequence: number }
  | SessionChange

export interface Entry {
  kind: string
  channel: string
  inbox: string
  conversation: string
  sequence: number
  previous?: number
  visibility: 'everyone' | 'agents'
  direction: 'inbound' | 'outbound'
  sender: Sender
  sentAt: string
  storedAt: string
  late?: boolean
  metadata?: Record<string, string>
  change: Change
}

export interface Session {
  id: string
  number: number
  status: SessionStatus
  assignee?: string
  labels?: string[]
  revision: number
  openedAt: string
  changedAt: string
}

export interface Preview {
  sequence: number
  direction: 'inbound' | 'outbound'
  sender: Sender
  sentAt: string
  kinds: string[]
  text?: string
}

export interface Conversation {
  id: string
  channel: string
  inbox: string
  contact: { id: string; name?: string }
  createdAt: string
  changedAt: string
  // Of the last message.
  messageAt: string
  // When the contact said what nobody has answered yet.
  waitingSince?: string
  lastSequence: number
  session?: Session
  lastMessage?: Preview
}

export type Command =
  | { type: 'reply'; parts: Part[]; replyTo?: MessageRef }
  | { type: 'note'; parts: Part[] }
