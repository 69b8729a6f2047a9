import type { Command, Conversation, Entry, Part, Sender } from './model'

// The frames of docs/websocket.md.

export type AgentState = 'online' | 'busy' | 'away'

export type HubFrame =
  | {
      type: 'welcome'
      epoch: string
      time: string
      heartbeat: number
      name?: string
      conversation?: string
      last?: number
      largestFrame?: number
      longestText?: number
    }
  | { type: 'acknowledged'; clientId: string; conversation: string; sequence: number }
  | { type: 'refused'; clientId: string; code: string; reason: string; field?: string }
  | { type: 'busy'; clientId: string; retryAfter: number }
  | { type: 'entry'; entry: Entry }
  | { type: 'entries'; conversation: string; entries: Entry[]; more: boolean }
  | { type: 'changed'; cursor: string; conversations: Conversation[] }
  | { type: 'typing'; conversation: string; sender: Sender; preview?: string; note?: boolean; stopped?: boolean }
  | { type: 'presence'; agent?: string; conversation?: string; state: AgentState | 'offline' }
  | { type: 'heartbeat'; last: Record<string, number> }
  | { type: 'pong' }
  | { type: 'error'; code: string; reason: string; field?: string }

export type ClientFrame =
  | { type: 'hello'; token?: string; ticket?: string; epoch?: string; after?: number }
  | { type: 'send'; clientId: string; parts: Part[] }
  | { type: 'command'; clientId: string; conversation: string; command: Command }
  | { type: 'typing'; conversation?: string; preview?: string; note?: boolean; stopped?: boolean }
  | { type: 'read'; conversation?: string; upTo: number }
  | { type: 'watch'; conversation: string; after: number }
  | { type: 'unwatch'; conversation: string }
  | { type: 'list'; cursor?: string }
  | { type: 'presence'; state: AgentState }
  | { type: 'fetch'; conversation?: string; after?: number; before?: number; limit?: number }
  | { type: 'ping' }

type Kind = 'text' | 'number' | 'truth' | 'list' | 'map'
type Shape = Record<string, Kind>

// What a frame can't be without; lists and maps that are empty may be left out and are filled in.
const HUB_SHAPES: Record<HubFrame['type'], Shape> = {
  welcome: { epoch: 'text', time: 'text', heartbeat: 'number' },
  acknowledged: { clientId: 'text', conversation: 'text', sequence: 'number' },
  refused: { code: 'text', reason: 'text' },
  busy: { clientId: 'text', retryAfter: 'number' },
  entry: { entry: 'map' },
  entries: { conversation: 'text' },
  changed: { cursor: 'text' },
  typing: { conversation: 'text', sender: 'map' },
  presence: { state: 'text' },
  heartbeat: {},
  pong: {},
  error: { code: 'text', reason: 'text' },
}

const CLIENT_SHAPES: Record<ClientFrame['type'], Shape> = {
  hello: {},
  send: { clientId: 'text', parts: 'list' },
  command: { clientId: 'text', conversation: 'text', command: 'map' },
  typing: {},
  read: { upTo: 'number' },
  watch: { conversation: 'text', after: 'number' },
  unwatch: { conversation: 'text' },
  list: {},
  presence: { state: 'text' },
  fetch: {},
  ping: {},
}

const ENTRY: Shape = {
  kind: 'text',
  channel: 'text',
  inbox: 'text',
  conversation: 'text',
  sequence: 'number',
  visibility: 'text',
  direction: 'text',
  sender: 'map',
  sentAt: 'text',
  storedAt: 'text',
  change: 'map',
}

export class FrameError extends Error {}

// Reads a frame of the hub; null where a later version sends one that this one does not know.
export function readHubFrame(text: string): HubFrame | null {
  const frame = parse(text)
  const shape = HUB_SHAPES[frame.type as HubFrame['type']]
  if (!shape) {
    return null
  }
  check(frame, shape, frame.type as string)
  switch (frame.type) {
    case 'entry':
      check(frame.entry as Fields, ENTRY, 'entry')
      break
    case 'entries':
      frame.entries ??= []
      frame.more ??= false
      for (const entry of frame.entries as Fields[]) {
        check(entry, ENTRY, 'entries')
      }
      break
    case 'changed':
      frame.conversations ??= []
      break
    case 'refused':
      frame.clientId ??= ''
      break
    case 'heartbeat':
      frame.last ??= {}
  }
  return frame as unknown as HubFrame
}

export function readClientFrame(text: string): ClientFrame {
  const frame = parse(text)
  const shape = CLIENT_SHAPES[frame.type as ClientFrame['type']]
  if (!shape) {
    throw new FrameError(`type: ${String(frame.type)} is no frame of a client`)
  }
  check(frame, shape, frame.type as string)
  return frame as unknown as ClientFrame
}

type Fields = Record<string, unknown>

function parse(text: string): Fields {
  const value: unknown = JSON.parse(text)
  if (kindOf(value) !== 'map' || typeof (value as Fields).type !== 'string') {
    throw new FrameError('type: must be given')
  }
  return value as Fields
}

function check(fields: Fields, shape: Shape, where: string): void {
  for (const [name, kind] of Object.entries(shape)) {
    if (kindOf(fields[name]) !== kind) {
      throw new FrameError(`${where}.${name}: must be a ${kind}`)
    }
  }
}

function kindOf(value: unknown): Kind | undefined {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'truth'
  return typeof value === 'object' && value !== null ? 'map' : undefined
}
