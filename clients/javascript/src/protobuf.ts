import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { Encoding } from './frames'
import { MESSAGES, type Field, type FieldKind } from './generated/fields'

// Frames in Protobuf, read as what their JSON would be, and written from it: the app sees no difference.

/** An entry takes about a third of the bytes of its JSON. */
export const PROTOBUF: Encoding = {
  subprotocol: 'omnihub.v1.protobuf',
  write: (frame) => write('ClientFrame', frame as unknown as Fields, new BinaryWriter()).finish() as Uint8Array<ArrayBuffer>,
  read: (data) => read('ServerFrame', new BinaryReader(new Uint8Array(data as ArrayBuffer))),
}

type Fields = Record<string, unknown>

// As much as the hub keeps of a part whose type it does not know.
const LARGEST_UNKNOWN = 64 * 1024

const WIRE: Record<FieldKind, WireType> = {
  text: WireType.LengthDelimited,
  int: WireType.Varint,
  long: WireType.Varint,
  double: WireType.Bit64,
  flag: WireType.Varint,
  time: WireType.Varint,
  word: WireType.Varint,
  message: WireType.LengthDelimited,
}

// What a value must be, and how it is written.
type Written = readonly [what: string, is: (said: unknown) => boolean, put: (writer: BinaryWriter, said: any, of: any) => unknown]

const WRITTEN: Partial<Record<FieldKind, Written>> = {
  text: ['a text', (said) => typeof said === 'string', (writer, said: string) => writer.string(said)],
  int: ['a whole number', (said) => said === Number(said) >> 0, (writer, said: number) => writer.int32(said)],
  long: ['a whole number', Number.isSafeInteger, (writer, said: number) => writer.int64(said)],
  double: ['a number', (said) => typeof said === 'number', (writer, said: number) => writer.double(said)],
  flag: ['true or false', (said) => typeof said === 'boolean', (writer, said: boolean) => writer.bool(said)],
  message: ['an object', isObject, (writer, said: Fields, of: string) => write(of, said, writer.fork()).join()],
}

// One of several that only a later hub knows.
const LATER: Record<string, (number: number) => Fields> = {
  ServerFrame: (number) => ({ type: `frame-${number}` }),
  Content: (number) => ({ type: 'unsupported', kind: `content-${number}` }),
  Entry: (number) => ({ type: 'unknown', name: `change-${number}` }),
}

// An entry's kind, by its change's type.
const KINDS: Record<string, string> = {
  message: 'message.created',
  edit: 'message.edited',
  recall: 'message.recalled',
  reaction: 'reaction.changed',
  receipt: 'receipt.recorded',
  'read-mark': 'read.marked',
  'contact-change': 'contact.changed',
  'media-stored': 'media.stored',
}

function read(name: string, reader: BinaryReader): Fields {
  const found: Fields = {}
  let several: Fields | undefined
  let later = 0
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    const field = MESSAGES[name]?.[number]
    if (!field || wire !== wireOf(field)) {
      reader.skip(wire, number)
      later ||= number
    } else if (isOneOf(field)) {
      several = chosen(field, value(field, reader) as Fields)
    } else {
      put(found, field, reader)
    }
  }
  for (const [field, kind, times] of fieldsOf(name)) {
    if (times === 'one' && (kind === 'int' || kind === 'long' || kind === 'flag')) found[field] ??= kind === 'flag' ? false : 0
  }
  const choose = LATER[name]
  if (!choose) return found
  several ??= choose(later)
  return name === 'Entry' ? { ...found, kind: kindOf(several), change: several } : { ...found, ...several }
}

function fieldsOf(name: string): Field[] {
  return Object.values(MESSAGES[name] ?? {})
}

function isOneOf([, , times]: Field): boolean {
  return times === 'several' || times === 'whole'
}

function wireOf([, kind, times]: Field): WireType {
  return times === 'map' ? WireType.LengthDelimited : WIRE[kind]
}

function chosen([name, , times]: Field, body: Fields): Fields {
  return times === 'whole' ? { type: name, [name]: body } : { type: name, ...body }
}

function kindOf(change: Fields): string {
  const type = change.type as string
  return type === 'session' ? `session.${change.cause as string}` : (KINDS[type] ?? type)
}

function put(found: Fields, field: Field, reader: BinaryReader): void {
  const [name, kind, times] = field
  if (times === 'map') {
    const [key, said] = entryOf(field, new BinaryReader(reader.bytes()))
    found[name] = { ...(found[name] as Fields), [key]: said ?? (kind === 'text' ? '' : 0) }
    return
  }
  const said = value(field, reader)
  if (times === 'list') found[name] = [...((found[name] as unknown[]) ?? []), said]
  else if (said === '') delete found[name]
  else found[name] = said
}

function entryOf(field: Field, reader: BinaryReader): [string, unknown] {
  let key = ''
  let said: unknown
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    if (number === 1) key = reader.string()
    else if (number === 2) said = value(field, reader)
    else reader.skip(wire, number)
  }
  return [key, said]
}

function value([, kind, , of]: Field, reader: BinaryReader): unknown {
  switch (kind) {
    case 'text':
      return reader.string()
    case 'int':
      return reader.int32()
    case 'long':
      return Number(reader.int64())
    case 'double':
      return reader.double()
    case 'flag':
      return reader.bool()
    case 'time':
      return new Date(Number(reader.int64())).toISOString().replace('.000Z', 'Z')
    case 'word':
      return word(of as readonly string[], reader.int32())
    case 'message':
      return read(of as string, new BinaryReader(reader.bytes()))
  }
}

// A later hub may have further ones, of which only the number is known.
function word(words: readonly string[], number: number): string {
  return number === 0 ? '' : (words[number - 1] ?? String(number))
}

function write(name: string, message: Fields, writer: BinaryWriter): BinaryWriter {
  let known = !LATER[name] && name !== 'ClientFrame'
  for (const [number, field] of Object.entries(MESSAGES[name] ?? {})) {
    const [property, , times] = field
    const said = isOneOf(field) ? (message.type === property ? message : undefined) : message[property]
    known ||= isOneOf(field) && said !== undefined
    if (said === undefined || said === null) continue
    for (const each of times === 'list' ? (expect(field, said, Array.isArray(said), 'a list') as unknown[]) : [said]) one(Number(number), field, each, writer)
  }
  if (!known) unknown(name, message, writer)
  return writer
}

// As the hub itself does with a part that it does not know.
function unknown(name: string, message: Fields, writer: BinaryWriter): void {
  const { type } = message
  if (name !== 'Content' || typeof type !== 'string' || !type) throw new Error('type: must be given and known')
  const raw = JSON.stringify(message)
  const kept = new TextEncoder().encode(raw).length > LARGEST_UNKNOWN ? '' : raw
  write(name, { type: 'unsupported', kind: type, raw: kept }, writer)
}

function one(number: number, field: Field, said: unknown, writer: BinaryWriter): void {
  const [name, kind, times, of] = field
  if (times === 'map') {
    for (const [key, each] of Object.entries(expect(field, said, isObject(said), 'an object') as Fields)) {
      writer.tag(number, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(key)
      one(2, [name, kind, 'one', of], each, writer)
      writer.join()
    }
    return
  }
  const written = WRITTEN[kind]
  if (!written) throw new Error(`${name}: is written by the hub alone`)
  const [what, is, put] = written
  expect(field, said, is(said), what)
  put(writer.tag(number, WIRE[kind]), said, of)
}

function isObject(said: unknown): boolean {
  return typeof said === 'object' && said !== null && !Array.isArray(said)
}

function expect<A>([name]: Field, said: A, right: boolean, what: string): A {
  if (!right) throw new Error(`${name}: must be ${what}`)
  return said
}
