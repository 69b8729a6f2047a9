import { expect, test } from 'vitest'
import { itemsOf, type MessageItem } from './messages'
import type { Change, Entry, Sender } from './model'
import { emptyTimeline, reduce } from './timeline'

const CONTACT: Sender = { kind: 'contact', id: 'v-7' }
const AGENT: Sender = { kind: 'agent', id: 'ada' }

function thread(...changes: { change: Change; sender?: Sender; agentsOnly?: boolean }[]): MessageItem[] {
  const entries: Entry[] = changes.map(({ change, sender = CONTACT, agentsOnly = false }, index) => ({
    kind: '',
    channel: 'web',
    inbox: 'shop',
    conversation: 'c-1',
    sequence: index + 1,
    visibility: agentsOnly ? 'agents' : 'everyone',
    direction: sender.kind === 'contact' ? 'inbound' : 'outbound',
    sender,
    sentAt: '2026-03-01T08:00:00Z',
    storedAt: '2026-03-01T08:00:00Z',
    change,
  }))
  const items = itemsOf(reduce(emptyTimeline(), { type: 'entries', entries }))
  return items.filter((item) => item.type === 'message')
}

function message(text: string, externalId?: string): Change {
  return { type: 'message', externalId, parts: [{ type: 'text', text }] }
}

test('an edit changes the message and marks it', () => {
  const [item] = thread(
    { change: message('Helo', 'm-1') },
    { change: { type: 'edit', target: { externalId: 'm-1' }, parts: [{ type: 'text', text: 'Hello' }] } },
  )
  expect(item).toMatchObject({ parts: [{ type: 'text', text: 'Hello' }], edited: true })
})

test('nothing of a recalled or erased message is left', () => {
  const [recalled, erased] = thread(
    { change: message('secret') },
    { change: message('secret') },
    { change: { type: 'recall', target: { sequence: 1 } } },
    { change: { type: 'erased', sequence: 2 } },
  )
  expect(recalled).toMatchObject({ parts: [], recalled: true })
  expect(erased).toMatchObject({ parts: [], erased: true })
})

test('receipts only ever raise the state of a delivery', () => {
  const [item] = thread(
    { change: message('On its way'), sender: AGENT },
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'read' } },
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'delivered' } },
  )
  expect(item?.state).toBe('read')
})

test('a failure tells why', () => {
  const [item] = thread(
    { change: message('On its way'), sender: AGENT },
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'failed', reason: 'reply window closed' } },
  )
  expect(item).toMatchObject({ state: 'failed', reason: 'reply window closed' })
})

test('media that will not come say why', () => {
  const [item] = thread(
    { change: { type: 'message', parts: [{ type: 'image', media: { externalId: 'gone' } }] } },
    { change: { type: 'media-stored', target: { sequence: 1 }, part: 0, media: { externalId: 'gone' }, reason: 'WeChat no longer has it' } },
  )
  expect(item).toMatchObject({ parts: [{ media: { lost: 'WeChat no longer has it' } }] })
})

test('a doubt is kept whatever the next receipt says', () => {
  const [item] = thread(
    { change: message('On its way'), sender: AGENT },
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'accepted', maybeRepeated: true } },
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'delivered' } },
  )
  expect(item).toMatchObject({ state: 'delivered', maybeRepeated: true })
})

test("the contact's read mark reads all before it, an agent's reads nothing", () => {
  const replies = [
    { change: message('One'), sender: AGENT },
    { change: message('Two'), sender: AGENT },
  ]
  const read = thread(...replies, { change: { type: 'read-mark', upTo: { sequence: 1 } } })
  expect(read.map((item) => item.state)).toEqual(['read', 'stored'])

  const byAgent = thread(...replies, { change: { type: 'read-mark', upTo: { sequence: 2 } }, sender: AGENT })
  expect(byAgent.map((item) => item.state)).toEqual(['stored', 'stored'])
})

test('a note has no delivery', () => {
  const [note] = thread({ change: message('Calls back'), sender: AGENT, agentsOnly: true })
  expect(note).toMatchObject({ note: true, mine: true, state: undefined })
})

test('a picture that was fetched later is shown from here', () => {
  const [item] = thread(
    { change: { type: 'message', parts: [{ type: 'image', media: { externalId: 'media-1' } }] } },
    { change: { type: 'media-stored', target: { sequence: 1 }, part: 0, media: { blob: '0f', contentType: 'image/png' } } },
  )
  expect(item?.parts[0]).toMatchObject({ media: { blob: '0f', externalId: 'media-1' } })
})

test('reactions are put on and taken off', () => {
  const [item] = thread(
    { change: message('Hello') },
    { change: { type: 'reaction', target: { sequence: 1 }, emoji: '👍' } },
    { change: { type: 'reaction', target: { sequence: 1 }, emoji: '🎉' } },
    { change: { type: 'reaction', target: { sequence: 1 }, emoji: '👍', removed: true } },
  )
  expect(item?.reactions).toEqual(['🎉'])
})
