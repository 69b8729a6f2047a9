// Makes, for the client library, generated/wire.ts, the types of the frames, from omnihub.proto, generated/fields.ts, how
// those of a user stand in Protobuf, and generated/samples.ts, the example frames that the hub's own tests write, typed by
// them. Kept generators know only Protobuf's own JSON; ours (docs/messages.md) tells a
// kind by its `type`, times by ISO 8601 and enums in small letters, and leaves out what is empty.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs'

const HERE = import.meta.dirname
export const PROTO = join(HERE, '../proto')
export const FRAMES = join(HERE, '../../test/resources/websocket')
const GENERATED = join(HERE, '../../../clients/javascript/src/generated')

// Fields without which a page can do nothing. All others may be missing.
const NEEDED = {
  Sender: ['kind', 'id'],
  Message: ['parts'],
  Edit: ['target', 'parts'],
  Recall: ['target'],
  Reaction: ['target', 'emoji'],
  Receipt: ['target', 'state'],
  ReadMark: ['upTo'],
  MediaStored: ['target', 'part', 'media'],
  Erased: ['sequence'],
  SessionChange: ['session', 'cause', 'status', 'revision'],
  'Content.Text': ['text'],
  'Content.Image': ['media'],
  'Content.Voice': ['media'],
  'Content.Video': ['media'],
  'Content.File': ['media'],
  'Content.Location': ['latitude', 'longitude'],
  'Content.Link': ['url'],
  'Content.Card': ['title'],
  'Content.Card.Field': ['name', 'value'],
  'Content.Card.Button': ['label'],
  'Content.ContactCard': ['name'],
  'Content.Sticker': ['media'],
  'Content.RichText': ['html'],
  'Content.SystemEvent': ['event'],
  'Content.Unsupported': ['kind'],
  'Command.Reply': ['parts'],
  'Command.Note': ['parts'],
  Entry: ['conversation', 'sequence'],
  ConversationView: ['id', 'channel', 'inbox', 'contact', 'createdAt', 'changedAt', 'messageAt', 'lastSequence'],
  'ConversationView.Session': ['id', 'number', 'status', 'revision', 'openedAt', 'changedAt'],
  'ConversationView.Preview': ['sequence', 'direction', 'sender', 'sentAt', 'kinds'],
  'ClientFrame.Send': ['clientId', 'parts'],
  'ClientFrame.CommandOn': ['clientId', 'conversation', 'command'],
  'ClientFrame.Read': ['upTo'],
  'ClientFrame.Watch': ['conversation', 'after'],
  'ClientFrame.Unwatch': ['conversation'],
  'ClientFrame.PresenceState': ['state'],
  'ServerFrame.Welcome': ['epoch', 'time', 'heartbeat'],
  'ServerFrame.Acknowledged': ['clientId', 'conversation', 'sequence'],
  'ServerFrame.Refused': ['code', 'reason'],
  'ServerFrame.Busy': ['clientId', 'retryAfter'],
  'ServerFrame.Entries': ['conversation'],
  'ServerFrame.Typing': ['conversation', 'sender'],
  'ServerFrame.PresenceOf': ['state'],
  'ServerFrame.Error': ['code', 'reason'],
}

// Fields that a page puts in, empty, where they are missing.
const FILLED = {
  Entry: ['kind', 'channel', 'inbox', 'visibility', 'direction', 'sender', 'sentAt', 'storedAt', 'change'],
  'ServerFrame.Refused': ['clientId'],
  'ServerFrame.Entries': ['entries', 'more'],
  'ServerFrame.Changed': ['conversations', 'cursor'],
  'ServerFrame.Heartbeat': ['last'],
}

// Where the JSON has more than the proto, or another form.
const OTHERWISE = {
  Entry: { kind: 'string' },
  ConversationView: { contact: '{ id: string; name?: string }', contactName: undefined },
  'ClientFrame.List': { since: undefined },
}

// A oneof that stands in a field of its own; any other makes the whole message one of several.
const APART = 'Entry.change'
// A kind whose message is not taken apart.
const WHOLE = 'ServerFrame.entry'

// What users' clients neither send nor are sent.
const FOR_AGENTS = new Set(['ClientFrame.command', 'ClientFrame.watch', 'ClientFrame.unwatch', 'ClientFrame.list', 'ClientFrame.presence', 'ServerFrame.changed'])

// What is left out of the JSON where it is false, though the proto does not tell it from that.
const OMITTED = { 'ServerFrame.Typing': ['note', 'stopped'], Receipt: ['maybeRepeated'] }

const NUMBERS = new Set(['int32', 'int64', 'double'])
const TIME = /(At|Since)$|^time$/

export function generate() {
  mkdirSync(GENERATED, { recursive: true })
  const proto = readFileSync(join(PROTO, 'omnihub.proto'), 'utf8')
  write('wire.ts', typesOf(proto))
  write('fields.ts', fieldsOf(proto))
  // Who only builds may not have the tests.
  if (existsSync(FRAMES)) write('samples.ts', samplesOf(readdirSync(FRAMES).map((name) => [name, readFileSync(join(FRAMES, name), 'utf8')])))
}

// Only where it has changed, so that nobody who watches builds for nothing.
function write(name, text) {
  const file = join(GENERATED, name)
  try {
    if (readFileSync(file, 'utf8') === text) return
  } catch {
    // The first time.
  }
  writeFileSync(file, text)
}

function parsed(proto) {
  const { root, package: space } = protobuf.parse(proto, { alternateCommentMode: true })
  root.resolveAll()
  return root.lookup(space)
}

// By the number in the proto: the name in the JSON, the kind, how it is there, and of which words or which message.
export function fieldsOf(proto) {
  const all = parsed(proto)
  const written = new Map()

  function add(type) {
    const name = nameOf(type)
    if (written.has(name)) return name
    written.set(name, '')
    const own = type.fieldsArray.filter((field) => !FOR_AGENTS.has(`${name}.${field.name}`))
    written.set(name, `  ${quote(name)}: {\n${own.map((field) => `    ${field.id}: [${rowOf(field, name)}],\n`).join('')}  },\n`)
    return name
  }

  function rowOf(field, name) {
    const kind = kindOf(field)
    const several = isOneOf(field)
    const row = [several ? typeName(field.name) : field.name, kind, timesOf(field, name)].map(quote)
    if (kind === 'word') row.push(`[${wordsOf(field.resolvedType).map(quote).join(', ')}]`)
    if (kind === 'message') row.push(quote(add(field.resolvedType)))
    return row.join(', ')
  }

  function kindOf(field) {
    if (field.resolvedType) return field.resolvedType instanceof protobuf.Enum ? 'word' : 'message'
    if (TIME.test(field.name) && field.type === 'int64') return 'time'
    const kind = { string: 'text', bool: 'flag', int32: 'int', int64: 'long', double: 'double' }[field.type]
    if (!kind) throw new Error(`wire.mjs: ${field.fullName} is of the kind ${field.type}`)
    return kind
  }

  function timesOf(field, name) {
    if (isOneOf(field)) return `${name}.${field.name}` === WHOLE ? 'whole' : 'several'
    if (field.map) return 'map'
    if (field.repeated) return 'list'
    return field.options?.proto3_optional || OMITTED[name]?.includes(field.name) ? 'maybe' : 'one'
  }

  add(all.lookupType('ServerFrame'))
  add(all.lookupType('ClientFrame'))
  return [
    '// Made by wire.mjs from omnihub.proto.\n\n',
    "export type FieldKind = 'text' | 'int' | 'long' | 'double' | 'flag' | 'time' | 'word' | 'message'\n\n",
    '// Whether it is always there, or left out, or a list, or a map of texts to it, or one of several, or that with its fields in\n// a field of their own.\n',
    "export type Times = 'one' | 'maybe' | 'list' | 'map' | 'several' | 'whole'\n\n",
    '// Its name in the JSON, and of which words, from 1, or which message it is.\n',
    'export type Field = readonly [name: string, kind: FieldKind, times: Times, of?: string | readonly string[]]\n\n',
    `export const MESSAGES: Readonly<Record<string, Readonly<Record<number, Field>>>> = {\n${[...written.values()].join('')}}\n`,
  ].join('')
}

function isOneOf(field) {
  return Boolean(field.partOf) && !field.options?.proto3_optional
}

// What tells one of several in the JSON.
function typeName(name) {
  return kebab(name).toLowerCase().replaceAll('_', '-')
}

function wordsOf(type) {
  return Object.keys(type.values)
    .map((value) => value.slice(kebab(type.name).length + 1).toLowerCase().replaceAll('_', '-'))
    .filter((value) => value !== 'unspecified')
}

export function typesOf(proto) {
  const all = parsed(proto)
  const written = new Map()

  // Of a message or enum, and of all that it is made of.
  function add(type) {
    const name = nameOf(type)
    if (written.has(name)) return name.replaceAll('.', '')
    written.set(name, '')
    const code = type instanceof protobuf.Enum ? enumOf(type) : messageOf(type, name)
    written.set(name, `${comment(type)}export ${code}`)
    return name.replaceAll('.', '')
  }

  function enumOf(type) {
    return `type ${nameOf(type).replaceAll('.', '')} = ${wordsOf(type).map(quote).join(' | ')}\n`
  }

  function messageOf(type, name) {
    const oneofs = type.oneofsArray.filter((oneof) => !oneof.fieldsArray.some((field) => field.options?.proto3_optional))
    const plain = type.fieldsArray.filter((field) => !oneofs.some((oneof) => oneof.fieldsArray.includes(field)))
    const [oneof] = oneofs
    const own = name.replaceAll('.', '')
    if (oneof && `${name}.${oneof.name}` !== APART) {
      const shared = plain.length > 0 ? `${own}Header` : ''
      const header = shared ? `\nexport interface ${shared} {\n${fieldsOf(plain, name)}}\n` : ''
      return `type ${own} =\n${oneof.fieldsArray.map((field) => `  | ${kindOf(field, shared)}\n`).join('')}${header}`
    }
    const aside = oneof ? `  ${oneof.name}: ${own}Change\n` : ''
    const union = oneof ? `\nexport type ${own}Change =\n${oneof.fieldsArray.map((field) => `  | ${kindOf(field, '')}\n`).join('')}` : ''
    return `interface ${own} {\n${fieldsOf(plain, name)}${aside}}\n${union}`
  }

  // One of several, told by its type.
  function kindOf(field, shared) {
    const type = quote(typeName(field.name))
    const named = add(field.resolvedType)
    if (`${nameOf(field.parent)}.${field.name}` === WHOLE) return `{ type: ${type}; ${field.name}: ${named} }`
    return `(${[`{ type: ${type} }`, shared, named].filter(Boolean).join(' & ')})`
  }

  function fieldsOf(fields, name) {
    const lines = fields.filter((field) => !(field.name in (OTHERWISE[name] ?? {}))).map((field) => line(name, field.name, typeOf(field), comment(field, '  ')))
    const others = Object.entries(OTHERWISE[name] ?? {}).flatMap(([field, type]) => (type ? [line(name, field, type, '')] : []))
    return [...lines, ...others].join('')
  }

  function line(name, field, type, said) {
    return `${said}  ${field}${isGiven(name, field) ? '' : '?'}: ${type}\n`
  }

  function typeOf(field) {
    const type = scalarOf(field)
    if (field.map) return `Record<string, ${type}>`
    return field.repeated ? `${type.includes(' ') ? `(${type})` : type}[]` : type
  }

  function scalarOf(field) {
    if (field.resolvedType instanceof protobuf.Enum) return `Open<${add(field.resolvedType)}>`
    if (field.resolvedType) return add(field.resolvedType)
    if (NUMBERS.has(field.type)) return TIME.test(field.name) && field.type === 'int64' ? 'string' : 'number'
    return field.type === 'bool' ? 'boolean' : 'string'
  }

  // What a frame's or an entry's fields are at run time.
  function shapeOf(name, table) {
    const type = all.lookupType(name)
    const kinds = (table[name] ?? []).map((field) => `${field}: ${quote(shapeKind(type, field))}`)
    return kinds.length > 0 ? `{ ${kinds.join(', ')} }` : '{}'
  }

  function shapeKind(type, name) {
    const field = type.fields[name]
    if (!field) return type.oneofs[name] ? 'map' : 'text'
    if (field.repeated) return 'list'
    if (field.map || (field.resolvedType && !(field.resolvedType instanceof protobuf.Enum))) return 'map'
    const kind = scalarOf(field)
    return kind === 'number' ? 'number' : kind === 'boolean' ? 'truth' : 'text'
  }

  function shapesOf(frame, table) {
    const kinds = all.lookupType(frame).oneofsArray[0].fieldsArray.map((field) => {
      const whole = `${frame}.${field.name}` === WHOLE
      const needs = whole ? (table === NEEDED ? `{ ${field.name}: 'map' }` : '{}') : shapeOf(nameOf(field.resolvedType), table)
      if (table === FILLED && needs === '{}') return ''
      return `  ${quote(kebab(field.name).toLowerCase())}: ${needs},\n`
    })
    return `{\n${kinds.join('')}}`
  }

  checkTables(all)
  add(all.lookupType('ServerFrame'))
  add(all.lookupType('ClientFrame'))
  return [
    '// Made by wire.mjs from omnihub.proto.\n\n',
    '// A later version may send values that this one does not know.\n',
    'export type Open<Known extends string> = Known | (string & {})\n\n',
    [...written.values()].join('\n'),
    "\nexport type ValueKind = 'text' | 'number' | 'truth' | 'list' | 'map'\nexport type Shape = Readonly<Record<string, ValueKind>>\n",
    `\nexport const HUB_NEEDS: Readonly<Record<ServerFrame['type'], Shape>> = ${shapesOf('ServerFrame', NEEDED)}\n`,
    `\nexport const HUB_FILLS: Readonly<Partial<Record<ServerFrame['type'], Shape>>> = ${shapesOf('ServerFrame', FILLED)}\n`,
    `\nexport const CLIENT_NEEDS: Readonly<Record<ClientFrame['type'], Shape>> = ${shapesOf('ClientFrame', NEEDED)}\n`,
    `\nexport const ENTRY_NEEDS: Shape = ${shapeOf('Entry', NEEDED)}\n`,
    `\nexport const ENTRY_FILLS: Shape = ${shapeOf('Entry', FILLED)}\n`,
  ].join('')
}

// A field that the proto does not have, or no longer, is not asked for.
function checkTables(all) {
  for (const table of [NEEDED, FILLED]) {
    for (const [name, fields] of Object.entries(table)) {
      const type = all.lookupType(name)
      for (const field of fields) {
        if (!type.fields[field] && !type.oneofs[field] && !OTHERWISE[name]?.[field]) throw new Error(`wire.mjs: ${name} has no field ${field}`)
      }
    }
  }
}

function isGiven(name, field) {
  return Boolean(NEEDED[name]?.includes(field) || FILLED[name]?.includes(field))
}

function samplesOf(files) {
  const of = (side) => files.filter(([name]) => name.startsWith(side)).map(([name, json]) => `  // ${name}\n  ${json.trim()},\n`)
  return [
    "// Made by wire.mjs from the frames that the hub's tests write.\n\n",
    "import type { ClientFrame, ServerFrame } from './wire'\n",
    `\nexport const hub: ServerFrame[] = [\n${of('hub-').join('')}]\n`,
    `\nexport const client: ClientFrame[] = [\n${of('client-').join('')}]\n`,
  ].join('')
}

// ServerFrame.Welcome of .omnihub.v1.ServerFrame.Welcome.
function nameOf(type) {
  return type.fullName.split('.').slice(3).join('.')
}

// SESSION_STATUS of SessionStatus or sessionStatus.
function kebab(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
}

function quote(text) {
  return `'${text}'`
}

function comment({ comment }, indent = '') {
  return comment ? comment.split('\n').map((text) => `${indent}// ${text.trim()}\n`).join('') : ''
}

if (process.argv[1] === import.meta.filename) generate()
