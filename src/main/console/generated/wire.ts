// Made by wire.mjs from omnihub.proto.

// A later version may send values that this one does not know.
export type Open<Known extends string> = Known | (string & {})

// What the hub sends over the WebSocket.
export type ServerFrame =
  | ({ type: 'welcome' } & ServerFrameWelcome)
  | ({ type: 'acknowledged' } & ServerFrameAcknowledged)
  | ({ type: 'refused' } & ServerFrameRefused)
  | ({ type: 'busy' } & ServerFrameBusy)
  | { type: 'entry'; entry: Entry }
  | ({ type: 'entries' } & ServerFrameEntries)
  | ({ type: 'changed' } & ServerFrameChanged)
  | ({ type: 'typing' } & ServerFrameTyping)
  | ({ type: 'presence' } & ServerFramePresenceOf)
  | ({ type: 'heartbeat' } & ServerFrameHeartbeat)
  | ({ type: 'pong' } & ServerFramePong)
  | ({ type: 'error' } & ServerFrameError)

// The hello was good.
export interface ServerFrameWelcome {
  epoch: string
  // The hub's clock.
  time: string
  // In seconds.
  heartbeat: number
  // Of a visitor only.
  conversation?: string
  last?: number
  name?: string
  // In bytes; a larger one closes the connection.
  largestFrame?: number
  // Of a part, in bytes of UTF-8; a message with a longer one is refused.
  longestText?: number
}

// Something is stored for good.
export interface ServerFrameAcknowledged {
  clientId: string
  conversation: string
  sequence: number
}

// Something will never be taken.
export interface ServerFrameRefused {
  clientId: string
  code: string
  reason: string
  field?: string
}

// Something was not taken, and nothing will be until it is sent again.
export interface ServerFrameBusy {
  clientId: string
  // Milliseconds.
  retryAfter: number
}

// One change of one conversation, as the log holds it.
export interface Entry {
  partition?: number
  // Number in the partition, gapless from 1, in the order of commits.
  position?: number
  tenant?: string
  channel: string
  inbox: string
  conversation: string
  // Number in the conversation, gapless from 1.
  sequence: number
  // The last sequence before this one that the contact may see; 0 where there is none.
  previous?: number
  visibility: Open<Visibility>
  direction: Open<Direction>
  // Who did it.
  sender: Sender
  sentAt: string
  // The hub's clock at the commit.
  storedAt: string
  // Whether it entered by a replay, after what it would have preceded.
  late?: boolean
  metadata?: Record<string, string>
  kind: string
  change: EntryChange
}

export type EntryChange =
  | ({ type: 'message' } & Message)
  | ({ type: 'edit' } & Edit)
  | ({ type: 'recall' } & Recall)
  | ({ type: 'reaction' } & Reaction)
  | ({ type: 'receipt' } & Receipt)
  | ({ type: 'read-mark' } & ReadMark)
  | ({ type: 'contact-change' } & ContactChange)
  | ({ type: 'session' } & SessionChange)
  | ({ type: 'media-stored' } & MediaStored)
  | ({ type: 'erased' } & Erased)

// One utterance: 1 to 100 ordered parts, so that a picture with a caption is one message of two parts.
export interface Message {
  // The platform's id of it; empty where the platform gives none or it is not yet sent.
  externalId?: string
  parts: Content[]
  // The message it answers, where it quotes one.
  replyTo?: MessageRef
}

// What one part of a message holds.
export type Content =
  | ({ type: 'text' } & ContentText)
  | ({ type: 'image' } & ContentImage)
  | ({ type: 'voice' } & ContentVoice)
  | ({ type: 'video' } & ContentVideo)
  | ({ type: 'file' } & ContentFile)
  | ({ type: 'location' } & ContentLocation)
  | ({ type: 'link' } & ContentLink)
  | ({ type: 'card' } & ContentCard)
  | ({ type: 'contact-card' } & ContentContactCard)
  | ({ type: 'sticker' } & ContentSticker)
  | ({ type: 'rich-text' } & ContentRichText)
  | ({ type: 'system-event' } & ContentSystemEvent)
  | ({ type: 'unsupported' } & ContentUnsupported)

// Plain text.
export interface ContentText {
  text: string
}

// A picture.
export interface ContentImage {
  media: Media
}

// A picture, sound, film or file: where its bytes are and what is known of them.
export interface Media {
  // SHA-256 of the stored bytes in hexadecimal; empty until they are in the blob store.
  blob?: string
  // Media type.
  contentType?: string
  // In bytes; 0 where unknown.
  size?: number
  // As the sender gave it, for display only.
  fileName?: string
  // The platform's id by which the bytes can be fetched.
  externalId?: string
  // Where the platform offers the bytes.
  url?: string
}

// A spoken message.
export interface ContentVoice {
  media: Media
  // Its length; 0 where unknown.
  seconds?: number
  // What was said, where the platform recognised it.
  transcript?: string
}

// A film.
export interface ContentVideo {
  media: Media
  // Its length; 0 where unknown.
  seconds?: number
  // A still picture of it, where there is one.
  thumbnail?: Media
}

// A file of any kind.
export interface ContentFile {
  media: Media
}

// A place.
export interface ContentLocation {
  // Degrees north, -90 to 90; required.
  latitude: number
  // Degrees east, -180 to 180; required.
  longitude: number
  name?: string
  address?: string
}

// A link with its preview.
export interface ContentLink {
  url: string
  title?: string
  description?: string
  picture?: Media
}

// A thing shown with its facts: an order, a product, a shipment.
export interface ContentCard {
  title: string
  fields?: ContentCardField[]
  buttons?: ContentCardButton[]
  picture?: Media
  // What a platform's own form of the card needs, by name.
  metadata?: Record<string, string>
}

// One line of a card.
export interface ContentCardField {
  name: string
  value: string
}

// A button of a card, leading to a page or telling the hub that it was pressed.
export interface ContentCardButton {
  label: string
  url?: string
  // What comes back in the event card-click when it is pressed.
  value?: string
}

// A person's address card.
export interface ContentContactCard {
  name: string
  phone?: string
  organisation?: string
}

// A sticker or emoticon picture.
export interface ContentSticker {
  media: Media
}

// Formatted text, already sanitised.
export interface ContentRichText {
  html: string
}

// Something the contact did rather than said.
export interface ContentSystemEvent {
  // What: follow, unfollow, enter, scan, menu-click, menu-view ...
  event: string
  // Its details by name.
  data?: Record<string, string>
}

// Something that the hub has no content for.
export interface ContentUnsupported {
  // The platform's name of the type.
  kind: string
  // The part as received.
  raw?: string
}

// Names an earlier message of the same inbox: by one of the two, never both.
export interface MessageRef {
  // The platform's id.
  externalId?: string
  // The hub's number in the conversation.
  sequence?: number
}

// A message's parts were replaced by its sender.
export interface Edit {
  target: MessageRef
  parts: Content[]
}

// A message was taken back by its sender.
export interface Recall {
  target: MessageRef
}

// A reaction was put on a message, or removed from it.
export interface Reaction {
  target: MessageRef
  emoji: string
  removed?: boolean
}

// The platform's word on a message of ours.
export interface Receipt {
  target: MessageRef
  state: Open<ReceiptState>
  // The platform's id of the message, learnt with the receipt.
  externalId?: string
  // The platform's error code.
  code?: string
  // Why it failed, in words.
  reason?: string
  // An attempt may have reached the contact without our knowing: the message may have come twice, or come although it
  // failed.
  maybeRepeated?: boolean
  // Its further ids, where the platform took it as several messages.
  moreExternalIds?: string[]
}

// How far a message of ours came.
export type ReceiptState = 'accepted' | 'delivered' | 'read' | 'failed'

// The sender has read everything up to a message.
export interface ReadMark {
  upTo: MessageRef
}

// Something was learnt about the contact.
export interface ContactChange {
  // The name to show; empty leaves it as it is.
  name?: string
  // BCP 47 language tag; empty leaves it as it is.
  locale?: string
  // Further facts by name; an empty value removes one.
  attributes?: Record<string, string>
}

// A session was opened or moved on.
export interface SessionChange {
  session: string
  // What moved it.
  cause: Open<SessionChangeCause>
  status: Open<SessionStatus>
  // The agent who has it afterwards; empty where nobody has.
  assignee?: string
  labels?: string[]
  // Grows by one with every change of the session; commands name the one they were made on.
  revision: number
}

// Why a session changed.
export type SessionChangeCause = 'opened' | 'reopened' | 'assigned' | 'pended' | 'resolved' | 'labelled'

// Where a session stands.
export type SessionStatus = 'open' | 'pending' | 'resolved'

// The bytes of an earlier message's part are now in the blob store.
export interface MediaStored {
  target: MessageRef
  // Index of the part, from 0.
  part: number
  media: Media
  // Why the bytes can't be had; empty where they are there.
  reason?: string
}

// What stood at a sequence was erased for good.
export interface Erased {
  sequence: number
}

// Who may see an entry.
export type Visibility = 'everyone' | 'agents'

// Which way something goes, seen from the hub.
export type Direction = 'inbound' | 'outbound'

// Who said or did something.
export interface Sender {
  kind: Open<SenderKind>
  // The external user id of a contact, the account of an agent, the name of a program.
  id: string
  // The name to show.
  name?: string
}

// What kind of party a sender is.
export type SenderKind = 'contact' | 'agent' | 'bot' | 'system'

// Entries of a conversation, in order.
export interface ServerFrameEntries {
  conversation: string
  entries: Entry[]
  more: boolean
}

// Conversations that changed.
export interface ServerFrameChanged {
  conversations: ConversationView[]
  // To ask with after a reconnect. Empty where the last one is to be kept.
  cursor: string
  // More has changed than is told: load the list anew.
  anew?: boolean
}

// A conversation as lists show it.
export interface ConversationView {
  id: string
  channel: string
  inbox: string
  createdAt: string
  changedAt: string
  lastSequence: number
  // The current session.
  session?: ConversationViewSession
  lastMessage?: ConversationViewPreview
  // When the last message was written.
  messageAt: string
  // When the contact said what nobody has answered yet; 0 where nothing waits for an answer.
  waitingSince?: string
  contact: { id: string; name?: string }
}

// One stretch of service.
export interface ConversationViewSession {
  id: string
  number: number
  status: Open<SessionStatus>
  assignee?: string
  labels?: string[]
  revision: number
  openedAt: string
  changedAt: string
}

// What was said last.
export interface ConversationViewPreview {
  sequence: number
  direction: Open<Direction>
  sender: Sender
  sentAt: string
  // Of its parts.
  kinds: string[]
  // The beginning of its first text.
  text?: string
}

// Somebody types, or stopped.
export interface ServerFrameTyping {
  conversation: string
  sender: Sender
  preview?: string
  note?: boolean
  stopped?: boolean
}

// What an agent, a visitor or the desk is.
export interface ServerFramePresenceOf {
  agent?: string
  conversation?: string
  state: Open<Presence>
}

// What somebody is.
export type Presence = 'online' | 'busy' | 'away' | 'offline'

// The last sequence that the receiver may see, of each conversation it follows.
export interface ServerFrameHeartbeat {
  last: Record<string, number>
}

// The answer to a ping.
export interface ServerFramePong {
}

// Why the connection is closed.
export interface ServerFrameError {
  code: string
  reason: string
  field?: string
}

// What a client sends over the WebSocket.
export type ClientFrame =
  | ({ type: 'hello' } & ClientFrameHello)
  | ({ type: 'send' } & ClientFrameSend)
  | ({ type: 'command' } & ClientFrameCommandOn)
  | ({ type: 'typing' } & ClientFrameTyping)
  | ({ type: 'read' } & ClientFrameRead)
  | ({ type: 'watch' } & ClientFrameWatch)
  | ({ type: 'unwatch' } & ClientFrameUnwatch)
  | ({ type: 'list' } & ClientFrameList)
  | ({ type: 'presence' } & ClientFramePresenceState)
  | ({ type: 'fetch' } & ClientFrameFetch)
  | ({ type: 'ping' } & ClientFramePing)

// The first frame: who it is, and what it has.
export interface ClientFrameHello {
  // A visitor's token.
  token?: string
  // An agent's ticket.
  ticket?: string
  // The epoch of an earlier connection.
  epoch?: string
  // The last sequence that the visitor has.
  after?: number
}

// A visitor's message.
export interface ClientFrameSend {
  clientId: string
  parts: Content[]
  replyTo?: MessageRef
}

// An agent's wish on a conversation.
export interface ClientFrameCommandOn {
  clientId: string
  conversation: string
  command: Command
}

// A wish to change a conversation, checked against the session's state.
export type Command =
  | ({ type: 'reply' } & CommandHeader & CommandReply)
  | ({ type: 'note' } & CommandHeader & CommandNote)
  | ({ type: 'assign' } & CommandHeader & CommandAssign)
  | ({ type: 'pend' } & CommandHeader & CommandPend)
  | ({ type: 'resolve' } & CommandHeader & CommandResolve)
  | ({ type: 'reopen' } & CommandHeader & CommandReopen)
  | ({ type: 'label' } & CommandHeader & CommandLabel)
  | ({ type: 'attach-media' } & CommandHeader & CommandAttachMedia)
  | ({ type: 'erase' } & CommandHeader & CommandErase)
  | ({ type: 'edit-message' } & CommandHeader & CommandEditMessage)
  | ({ type: 'recall-message' } & CommandHeader & CommandRecallMessage)

export interface CommandHeader {
  // The revision of the session that the wish was made on; refused when the session has moved on. 0 applies to any.
  expectedRevision?: number
}

// Say something to the contact.
export interface CommandReply {
  parts: Content[]
  replyTo?: MessageRef
}

// Write something that only agents see.
export interface CommandNote {
  parts: Content[]
}

// Give the session to an agent.
export interface CommandAssign {
  // The agent's account; empty takes the session from whoever has it.
  agent?: string
}

// Put the session aside until the contact writes again.
export interface CommandPend {
}

// End the session.
export interface CommandResolve {
}

// Take a resolved or pending session up again.
export interface CommandReopen {
}

// Add labels to the session and remove others.
export interface CommandLabel {
  add?: string[]
  remove?: string[]
}

// The bytes of a message's part have been fetched into the blob store.
export interface CommandAttachMedia {
  target?: MessageRef
  // Index of the part, from 0.
  part?: number
  media?: Media
  // Why the bytes can't be had.
  reason?: string
}

// Erase for good what was said at a sequence.
export interface CommandErase {
  sequence?: number
}

// Say otherwise what one has said.
export interface CommandEditMessage {
  sequence?: number
  parts?: Content[]
}

// Take back what one has said.
export interface CommandRecallMessage {
  sequence?: number
}

// The sender types, or stopped.
export interface ClientFrameTyping {
  // Of an agent only.
  conversation?: string
  preview?: string
  // It will be a note.
  note?: boolean
  stopped?: boolean
}

// Everything up to a sequence was read.
export interface ClientFrameRead {
  // Of an agent only.
  conversation?: string
  upTo: number
}

// Follow a conversation.
export interface ClientFrameWatch {
  conversation: string
  after: number
}

// Follow it no longer.
export interface ClientFrameUnwatch {
  conversation: string
}

// Follow the list of conversations.
export interface ClientFrameList {
  // What is shown: of any other conversation nothing is told until it enters one of these. None means all.
  views?: ClientFrameListView[]
  // Of the last frame `changed` that had one, or the `upTo` of a list.
  cursor?: string
}

// Some of the conversations; what is not given does not matter.
export interface ClientFrameListView {
  status?: Open<SessionStatus>
  // The agent who has the session.
  assignee?: string
  // Only those that nobody has.
  unassigned?: boolean
}

// What an agent is.
export interface ClientFramePresenceState {
  state: Open<Presence>
}

// Ask for entries.
export interface ClientFrameFetch {
  // Of an agent only.
  conversation?: string
  after?: number
  before?: number
  // 0 is 50.
  limit?: number
}

// Ask for a pong.
export interface ClientFramePing {
}

export type ValueKind = 'text' | 'number' | 'truth' | 'list' | 'map'
export type Shape = Readonly<Record<string, ValueKind>>

export const HUB_NEEDS: Readonly<Record<ServerFrame['type'], Shape>> = {
  'welcome': { epoch: 'text', time: 'text', heartbeat: 'number' },
  'acknowledged': { clientId: 'text', conversation: 'text', sequence: 'number' },
  'refused': { code: 'text', reason: 'text' },
  'busy': { clientId: 'text', retryAfter: 'number' },
  'entry': { entry: 'map' },
  'entries': { conversation: 'text' },
  'changed': {},
  'typing': { conversation: 'text', sender: 'map' },
  'presence': { state: 'text' },
  'heartbeat': {},
  'pong': {},
  'error': { code: 'text', reason: 'text' },
}

export const HUB_FILLS: Readonly<Record<ServerFrame['type'], Shape>> = {
  'welcome': {},
  'acknowledged': {},
  'refused': { clientId: 'text' },
  'busy': {},
  'entry': {},
  'entries': { entries: 'list', more: 'truth' },
  'changed': { conversations: 'list', cursor: 'text' },
  'typing': {},
  'presence': {},
  'heartbeat': { last: 'map' },
  'pong': {},
  'error': {},
}

export const CLIENT_NEEDS: Readonly<Record<ClientFrame['type'], Shape>> = {
  'hello': {},
  'send': { clientId: 'text', parts: 'list' },
  'command': { clientId: 'text', conversation: 'text', command: 'map' },
  'typing': {},
  'read': { upTo: 'number' },
  'watch': { conversation: 'text', after: 'number' },
  'unwatch': { conversation: 'text' },
  'list': {},
  'presence': { state: 'text' },
  'fetch': {},
  'ping': {},
}

export const ENTRY_NEEDS: Shape = { conversation: 'text', sequence: 'number' }

export const ENTRY_FILLS: Shape = { kind: 'text', channel: 'text', inbox: 'text', visibility: 'text', direction: 'text', sender: 'map', sentAt: 'text', storedAt: 'text', change: 'map' }
