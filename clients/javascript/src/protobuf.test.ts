import { readFileSync } from 'node:fs'
import { join } from 'node:path'
// The compiler of another family stands for the hub.
import protobuf from '../../../src/main/console/node_modules/protobufjs'
import { expect, test } from 'vitest'
import { readHubFrame, type ClientFrame } from './frames'
import { PROTOBUF } from './protobuf'

const SOURCES = join(import.meta.dirname, '../../../src')
const { root } = protobuf.parse(readFileSync(join(SOURCES, 'main/proto/omnihub.proto'), 'utf8'))
const ServerFrame = root.lookupType('omnihub.v1.ServerFrame')
const ClientFrame = root.lookupType('omnihub.v1.ClientFrame')

function heard(frame: object): unknown {
  return readHubFrame(PROTOBUF.read(bytes(ServerFrame.encode(ServerFrame.fromObject(frame)).finish())))
}

function bytes(array: Uint8Array): ArrayBuffer {
  return new Uint8Array(array).buffer
}

function said(frame: ClientFrame): unknown {
  return ClientFrame.toObject(ClientFrame.decode(PROTOBUF.write(frame) as Uint8Array), { longs: Number })
}

test('an entry is what its JSON would be', () => {
  const entry = {
    partition: 1,
    position: 9_007_199_254_740_991,
    tenant: 'default',
    channel: 'app',
    inbox: 'mobile',
    conversation: 'c-1',
    sequence: 7,
    previous: 5,
    visibility: 'VISIBILITY_EVERYONE',
    direction: 'DIRECTION_OUTBOUND',
    sender: { kind: 'KIND_AGENT', id: 'amy', name: '李艾米' },
    sentAt: 1_700_000_000_000,
    storedAt: 1_700_000_000_123,
    metadata: { clientId: 'x', empty: '' },
    message: {
      parts: [
        { text: { text: 'Look' } },
        { contactCard: { name: 'Li Lei' } },
        { location: { latitude: -31.25, longitude: 0 } },
        { image: { media: { blob: 'b', size: 12 } } },
        { card: { title: 'Order', buttons: [{ label: 'Show', url: 'myshop://order/1024' }], metadata: { a: 'b' } } },
      ],
    },
  }
  expect(heard({ entry })).toEqual({
    type: 'entry',
    entry: {
      partition: 1,
      position: 9_007_199_254_740_991,
      tenant: 'default',
      channel: 'app',
      inbox: 'mobile',
      conversation: 'c-1',
      sequence: 7,
      previous: 5,
      visibility: 'everyone',
      direction: 'outbound',
      sender: { kind: 'agent', id: 'amy', name: '李艾米' },
      sentAt: '2023-11-14T22:13:20Z',
      storedAt: '2023-11-14T22:13:20.123Z',
      late: false,
      metadata: { clientId: 'x', empty: '' },
      kind: 'message.created',
      change: {
        type: 'message',
        parts: [
          { type: 'text', text: 'Look' },
          { type: 'contact-card', name: 'Li Lei' },
          { type: 'location', latitude: -31.25, longitude: 0 },
          { type: 'image', media: { blob: 'b', size: 12 } },
          { type: 'card', title: 'Order', buttons: [{ label: 'Show', url: 'myshop://order/1024' }], metadata: { a: 'b' } },
        ],
      },
    },
  })
})

test.each([
  [{ readMark: { upTo: { sequence: 3 } } }, 'read.marked', { type: 'read-mark', upTo: { sequence: 3 } }],
  [{ session: { session: 's', cause: 'CAUSE_REOPENED', status: 'SESSION_STATUS_OPEN', labels: ['vip', '大'], revision: 2 } }, 'session.reopened', { type: 'session', session: 's', cause: 'reopened', status: 'open', labels: ['vip', '大'], revision: 2 }],
  [{ receipt: { target: { sequence: 3 }, state: 'STATE_FAILED', maybeRepeated: true } }, 'receipt.recorded', { type: 'receipt', target: { sequence: 3 }, state: 'failed', maybeRepeated: true }],
  [{ receipt: { target: { externalId: 'x' }, state: 9 } }, 'receipt.recorded', { type: 'receipt', target: { externalId: 'x', sequence: 0 }, state: '9' }],
  [{ erased: { sequence: 3 } }, 'erased', { type: 'erased', sequence: 3 }],
])('a change is told by its type (%#)', (change, kind, told) => {
  expect(heard({ entries: { conversation: 'c-1', entries: [{ sequence: 4, ...change }] } })).toMatchObject({ type: 'entries', more: false, entries: [{ kind, change: told }] })
})

test('a heartbeat and who types are as in JSON', () => {
  expect(heard({ heartbeat: { last: { 'c-1': 12, 'c-2': 0 } } })).toEqual({ type: 'heartbeat', last: { 'c-1': 12, 'c-2': 0 } })
  expect(heard({ heartbeat: {} })).toEqual({ type: 'heartbeat', last: {} })
  expect(heard({ typing: { conversation: 'c-1', sender: { kind: 'KIND_AGENT', id: 'amy' } } })).toEqual({ type: 'typing', conversation: 'c-1', sender: { kind: 'agent', id: 'amy' } })
})

test('of what a later hub says there is the number', () => {
  const later = protobuf.Writer.create()
  later.uint32((31 << 3) | 2).fork().uint32(8).uint32(1).ldelim()
  expect(readHubFrame(PROTOBUF.read(bytes(later.finish())))).toBeNull()

  const entry = protobuf.Writer.create()
  entry.uint32((5 << 3) | 2).fork()
  entry.uint32((6 << 3) | 2).string('c-1').uint32(7 << 3).int64(4).uint32((31 << 3) | 2).fork().ldelim()
  expect(PROTOBUF.read(bytes(entry.ldelim().finish()))).toMatchObject({ entry: { sequence: 4, kind: 'unknown', change: { type: 'unknown', name: 'change-31' } } })

  const part = protobuf.Writer.create()
  part.uint32((5 << 3) | 2).fork().uint32((16 << 3) | 2).fork().uint32((2 << 3) | 2).fork().uint32((31 << 3) | 2).fork().ldelim()
  expect(PROTOBUF.read(bytes(part.ldelim().ldelim().ldelim().finish()))).toMatchObject({ entry: { change: { parts: [{ type: 'unsupported', kind: 'content-31' }] } } })
})

test('bytes that are no frame are refused wherever they are cut', () => {
  const whole = ServerFrame.encode(ServerFrame.fromObject({ entry: { conversation: 'c-1', sequence: 7, message: { parts: [{ text: { text: 'hello' } }] } } })).finish()
  for (let length = 1; length < whole.length; length++) expect(() => PROTOBUF.read(bytes(whole.slice(0, length)))).toThrow()
  expect(() => PROTOBUF.read(bytes(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])))).toThrow()
})

test('what a user says is what the proto has', () => {
  expect(said({ type: 'hello', token: 't', epoch: 'e-1', after: 0 })).toEqual({ hello: { token: 't', epoch: 'e-1', after: 0 } })
  expect(
    said({
      type: 'send',
      clientId: 'x',
      parts: [{ type: 'text', text: '你好' }, { type: 'location', latitude: 1.5, longitude: -2 }, { type: 'contact-card', name: 'Li Lei' }, { type: 'card', title: 'Order', metadata: { a: 'b' } }],
      replyTo: { sequence: 4_294_967_296 },
    }),
  ).toEqual({
    send: {
      clientId: 'x',
      parts: [{ text: { text: '你好' } }, { location: { latitude: 1.5, longitude: -2 } }, { contactCard: { name: 'Li Lei' } }, { card: { title: 'Order', metadata: { a: 'b' } } }],
      replyTo: { sequence: 4_294_967_296 },
    },
  })
  expect(said({ type: 'ping' })).toEqual({ ping: {} })
  expect(said({ type: 'typing', stopped: true })).toEqual({ typing: { stopped: true } })
})

test('a part of a type that the library does not know is kept as the hub keeps it', () => {
  const part = { type: 'hologram', depth: 3 } as never
  expect(said({ type: 'send', clientId: 'x', parts: [part] })).toEqual({ send: { clientId: 'x', parts: [{ unsupported: { kind: 'hologram', raw: '{"type":"hologram","depth":3}' } }] } })
})

test.each([
  [{ type: 'text', text: 7 }, 'text: must be a text'],
  [{ type: 'voice', media: { blob: 'b' }, seconds: 1.5 }, 'seconds: must be a whole number'],
  [{ type: 'voice', media: { blob: 'b' }, seconds: 3_000_000_000 }, 'seconds: must be a whole number'],
  [{ type: 'image', media: 'b' }, 'media: must be an object'],
  [{ type: 'card', title: 'a', buttons: {} }, 'buttons: must be a list'],
  [{ text: 'no type' }, 'type: must be given and known'],
])('a value of another kind than its field is told by the field (%#)', (part, problem) => {
  expect(() => PROTOBUF.write({ type: 'send', clientId: 'x', parts: [part as never] })).toThrow(problem)
})
