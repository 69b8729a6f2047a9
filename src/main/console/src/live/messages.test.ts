import { expect, test } from 'vitest'
import { readEntries } from '@client/frames'
import { isOfSeveral, itemsOf, unread, type Item, type MessageItem } from './messages'
import type { Change, Entry, Sender } from './model'
import { emptyTimeline, reduce, type Side, type Timeline } from './timeline'

const CONTACT: Sender = { kind: 'contact', id: 'v-7' }
const AGENT: Sender = { kind: 'agent', id: 'ada' }

interface Said {
  change: Change
  sender?: Sender
  agentsOnly?: boolean
  metadata?: Record<string, string>
}

function timelineOf(side: Side, ...changes: Said[]): Timeline {
  const entries: Entry[] = changes.map(({ change, sender = CONTACT, agentsOnly = false, metadata }, index) => ({
    kind: '',
    channel: 'web',
    inbox: 'shop',
    conversation: 'c-1',
    sequence: index + 1,
    previous: index,
    visibility: agentsOnly ? 'agents' : 'everyone',
    direction: sender.kind === 'contact' ? 'inbound' : 'outbound',
    sender,
    sentAt: '2026-03-01T08:00:00Z',
    storedAt: '2026-03-01T08:00:00Z',
    metadata,
    change,
  }))
  return reduce(emptyTimeline(side), { type: 'page', entries })
}

function messagesOf(items: Item[]): MessageItem[] {
  return items.filter((item) => item.type === 'message')
}

function thread(...changes: Said[]): MessageItem[] {
  return messagesOf(itemsOf(timelineOf('agents', ...changes)))
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
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'failed', code: '45015', reason: 'reply window closed' } },
  )
  expect(item).toMatchObject({ state: 'failed', failure: { code: '45015', reason: 'reply window closed' } })
})

test('what had failed and was sent again has come as far as is told since', () => {
  const [item] = thread(
    { change: message('On its way'), sender: AGENT },
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'failed', code: '45015', reason: 'reply window closed' } },
    { change: { type: 'receipt', target: { sequence: 1 }, state: 'accepted' } },
  )
  expect(item?.state).toBe('accepted')
  expect(item?.failure).toBeUndefined()
})

test('media that will not come say why', () => {
  const [item] = thread(
    { change: { type: 'message', parts: [{ type: 'image', media: { externalId: 'gone' } }] } },
    { change: { type: 'media-stored', target: { sequence: 1 }, part: 0, media: { externalId: 'gone' }, reason: 'WeChat no longer has it' }, metadata: { code: '40007' } },
  )
  expect(item).toMatchObject({ parts: [{ media: { lost: { code: '40007', reason: 'WeChat no longer has it' } } }] })
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

test('what the customer has pressed on a record is for agents, and the customer’s', () => {
  const click: Change = { type: 'message', parts: [{ type: 'system-event', event: 'card-click', data: { record: 'r', button: 'Hold it' } }] }
  const [pressed] = thread({ change: click, agentsOnly: true })
  expect(pressed).toMatchObject({ note: true, mine: false, state: undefined })
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

test('each side sees how far its own messages came, and nothing of the other\'s', () => {
  const said = [{ change: message('Hello') }, { change: message('Hi'), sender: AGENT }, { change: { type: 'read-mark', upTo: { sequence: 1 } } as Change, sender: AGENT }]
  const states = (side: Side) => messagesOf(itemsOf(timelineOf(side, ...said))).map(({ mine, state }) => [mine, state])
  expect(states('contact')).toEqual([[true, 'read'], [false, undefined]])
  expect(states('agents')).toEqual([[false, undefined], [true, 'stored']])
})

test("answers are unread up to the contact's own read mark", () => {
  const said: Said[] = [{ change: message('a') }, { change: message('b'), sender: AGENT }, { change: message('c'), sender: AGENT }]
  expect(unread(timelineOf('contact', ...said))).toEqual({ count: 2, upTo: 3 })
  said.push({ change: { type: 'read-mark', upTo: { sequence: 2 } } })
  expect(unread(timelineOf('contact', ...said)).count).toBe(1)
  said.push({ change: { type: 'read-mark', upTo: { sequence: 3 } }, sender: AGENT })
  expect(unread(timelineOf('contact', ...said)).count).toBe(1)
})

// As the next version may write them: kinds, values and fields that this one does not know.
const LATER = [
  { sequence: 1, change: { type: 'message', parts: [{ type: 'text', text: 'one' }] } },
  { sequence: 2, kind: 'poll.opened', change: { type: 'poll', question: 'Which?' } },
  { sequence: 3, direction: 'sideways', visibility: 'supervisors', change: { type: 'message', parts: [{ type: 'hologram', depth: 3 }] } },
  { sequence: 4, sender: { kind: 'ghost', id: 'g' }, direction: 'outbound', change: { type: 'message', parts: [{ type: 'text', text: 'four' }] } },
  { sequence: 5, change: { type: 'receipt', target: { sequence: 4 }, state: 'pondered' } },
  { sequence: 6, change: { type: 'session', session: 's', cause: 'escalated', status: 'frozen', revision: 2 } },
  { sequence: 7, change: { type: 'receipt', target: { quantum: 'x' }, state: 'read' } },
  { sequence: 8, change: { type: 'edit' } },
  { sequence: 9 },
  { sequence: 10, change: { type: 'message', parts: [{ type: 'text', text: 'ten' }] } },
]

test.each<Side>(['agents', 'contact'])('what a later version writes is kept and shown in its place, on the side of %s', (side) => {
  const entries = readEntries(LATER.map((entry) => ({ conversation: 'c-1', previous: entry.sequence - 1, visibility: 'everyone', direction: 'inbound', sender: CONTACT, ...entry })))
  const items = itemsOf(reduce(emptyTimeline(side), { type: 'live', entries }))
  expect(items.map(({ type, key }) => `${type} ${key}`)).toEqual(['message 1', 'unknown u2', 'message 3', 'message 4', 'session s6', 'unknown u9', 'message 10'])
  expect(items[1]).toMatchObject({ kind: 'poll.opened' })
  const unknown = { sequence: 1, kind: 'unknown', change: { type: 'unknown', name: 'change-27' } } as unknown as Entry
  expect(itemsOf(reduce(emptyTimeline(side), { type: 'live', entries: [{ ...entries[0], ...unknown } as Entry] }))[0]).toMatchObject({ type: 'unknown', kind: 'change-27' })
  // What is not for everyone is for agents.
  expect(items[2]).toMatchObject({ note: true, parts: [{ type: 'hologram' }] })
  if (side === 'agents') expect(items[3]).toMatchObject({ state: 'stored', unknownState: 'pondered' })
})

test('a conversation is a group\'s where somebody speaks who is not the contact', () => {
  const tom: Sender = { kind: 'contact', id: 'ou_1', name: 'Tom' }
  const alone = timelineOf('agents', { change: message('Hello') }, { change: message('Hi'), sender: AGENT }, { change: message('Here'), sender: tom })
  expect(isOfSeveral(alone, 'Tom')).toBe(false)
  expect(isOfSeveral(alone, 'Dealers')).toBe(true)
})

test('a message answers one that is named by the platform\'s id', () => {
  const answer: Change = { type: 'message', parts: [{ type: 'text', text: 'Yes' }], replyTo: { externalId: 'm-1' } }
  const [, item] = thread({ change: message('Really?', 'm-1') }, { change: answer })
  expect(item?.replyTo).toBe(1)
})
