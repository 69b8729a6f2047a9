import {
  CLIENT_NEEDS,
  ENTRY_FILLS,
  ENTRY_NEEDS,
  HUB_FILLS,
  HUB_NEEDS,
  type ClientFrame,
  type Entry,
  type Presence,
  type ServerFrame,
  type Shape,
  type ValueKind,
} from './generated/wire'

// The frames of docs/websocket.md, read.

export type { ClientFrame }
export type HubFrame = ServerFrame
export type AgentState = Exclude<Presence, 'offline'>

export class FrameError extends Error {}

/** What frames are written in: JSON, or `PROTOBUF` of `omnihub-client/protobuf`. */
export interface Encoding {
  readonly subprotocol: string
  /** @throws where a value is of another kind than its field, which is named */
  write(frame: ClientFrame): string | Uint8Array<ArrayBuffer>
  /** @throws where it is none */
  read(data: unknown): unknown
}

export const JSON_FRAMES: Encoding = {
  subprotocol: 'omnihub.v1.json',
  write: (frame) => JSON.stringify(frame),
  read: (data) => JSON.parse(String(data)),
}

// Reads a frame of the hub; null where a later version sends one that this one does not know. Of an entry only its place is
// demanded: what a later version says in it otherwise is kept.
export function readHubFrame(value: unknown): HubFrame | null {
  const frame = typed(value)
  const type = frame.type as HubFrame['type']
  if (!HUB_NEEDS[type]) {
    return null
  }
  check(frame, HUB_NEEDS[type], type)
  fill(frame, HUB_FILLS[type] ?? {})
  if (type === 'entry') {
    check(frame.entry as Fields, ENTRY_NEEDS, type)
    readEntry(frame.entry as Fields)
  } else if (type === 'entries') {
    frame.entries = readEntries(frame.entries as unknown[])
  }
  return frame as unknown as HubFrame
}

// What the hub gave as entries.
export function readEntries(values: unknown[]): Entry[] {
  return values.map((value) => readEntry({ conversation: '', sequence: 0, ...(value as Fields) }))
}

export function readClientFrame(value: unknown): ClientFrame {
  const frame = typed(value)
  const shape = CLIENT_NEEDS[frame.type as ClientFrame['type']]
  if (!shape) {
    throw new FrameError(`type: ${String(frame.type)} is no frame of a client`)
  }
  check(frame, shape, frame.type as string)
  return frame as unknown as ClientFrame
}

type Fields = Record<string, unknown>

const EMPTY: Record<ValueKind, () => unknown> = { text: () => '', number: () => 0, truth: () => false, list: () => [], map: () => ({}) }

function readEntry(entry: Fields): Entry {
  fill(entry, ENTRY_FILLS)
  entry.sentAt ||= entry.storedAt || new Date().toISOString()
  return entry as unknown as Entry
}

function typed(value: unknown): Fields {
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

function fill(fields: Fields, shape: Shape): void {
  for (const [name, kind] of Object.entries(shape)) {
    if (kindOf(fields[name]) !== kind) fields[name] = EMPTY[kind]()
  }
}

function kindOf(value: unknown): ValueKind | undefined {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'truth'
  return typeof value === 'object' && value !== null ? 'map' : undefined
}
