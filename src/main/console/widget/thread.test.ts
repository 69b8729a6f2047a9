import { expect, test } from 'vitest'
import type { Change, Entry } from '@/live/model'
import { EMPTY, first, hasGap, hasOlder, last, linesOf, reduce, unread, type Thread, type Written } from './thread'

function entry(sequence: number, previous: number, change: Partial<Change> | string, more: Partial<Entry> = {}): Entry {
  return {
    kind: 'message.created',
    channel: 'web',
    inbox: 'shop',
    conversation: 'c-1',
    sequence,
    previous,
    visibility: 'everyone',
    direction: 'inbound',
    sender: { kind: 'contact', id: 'v-1' },
    sentAt: '2026-03-01T08:00:00Z',
    storedAt: '2026-03-01T08:00:00Z',
    change: (typeof change === 'string' ? { type: 'message', parts: [{ type: 'text', text: change }] } : change) as Change,
    ...more,
  }
}

const AGENT: Partial<Entry> = { direction: 'outbound', sender: { kind: 'agent', id: 'ada', name: 'Ada' } }

function live(thread: Thread, ...entries: Entry[]): Thread {
  return entries.reduce((now, each) => reduce(now, { type: 'live', entries: [each] }), thread)
}

function page(thread: Thread, ...entries: Entry[]): Thread {
  return reduce(thread, { type: 'page', entries })
}

function written(clientId: string): Written {
  return { clientId, parts: [{ type: 'text', text: clientId }], at: '2026-03-01T08:00:00Z', state: 'sending' }
}

function sequences(thread: Thread): number[] {
  return thread.entries.map((each) => each.sequence)
}

test('an entry that comes twice is kept once', () => {
  const one = entry(1, 0, 'a')
  expect(sequences(live(EMPTY, one, one, entry(2, 1, 'b'), one))).toEqual([1, 2])
})

test('entries that the visitor may not see leave no gap', () => {
  const thread = live(EMPTY, entry(1, 0, 'a'), entry(5, 1, 'b'))
  expect(sequences(thread)).toEqual([1, 5])
  expect(hasGap(thread)).toBe(false)
})

test('entries out of order wait for those before them', () => {
  let thread = live(EMPTY, entry(1, 0, 'a'), entry(7, 3, 'c'), entry(7, 3, 'c'))
  expect(sequences(thread)).toEqual([1])
  expect(hasGap(thread)).toBe(true)
  thread = live(thread, entry(3, 1, 'b'))
  expect(sequences(thread)).toEqual([1, 3, 7])
  expect(hasGap(thread)).toBe(false)
})

test('a gap is closed by the page that was asked for', () => {
  const thread = page(live(EMPTY, entry(1, 0, 'a'), entry(4, 3, 'd')), entry(2, 1, 'b'), entry(3, 2, 'c'), entry(4, 3, 'd'))
  expect(sequences(thread)).toEqual([1, 2, 3, 4])
  expect(hasGap(thread)).toBe(false)
})

test('the last page is the beginning, earlier ones go before it', () => {
  let thread = page(live(EMPTY, entry(9, 8, 'i')), entry(7, 6, 'g'), entry(8, 7, 'h'), entry(9, 8, 'i'))
  expect(sequences(thread)).toEqual([7, 8, 9])
  expect(hasOlder(thread)).toBe(true)
  thread = page(thread, entry(2, 0, 'b'), entry(6, 2, 'f'))
  expect(sequences(thread)).toEqual([2, 6, 7, 8, 9])
  expect([first(thread), last(thread), hasOlder(thread)]).toEqual([2, 9, false])
})

test('the stored entry takes the place of what was shown before, whichever comes first', () => {
  const echo = entry(1, 0, 'a', { metadata: { clientId: 'k-1' } })
  const begun = reduce(EMPTY, { type: 'written', written: written('k-1') })
  const acknowledged = { type: 'acknowledged', clientId: 'k-1', sequence: 1 } as const

  const acknowledgedFirst = live(reduce(begun, acknowledged), echo)
  const entryFirst = reduce(live(begun, echo), acknowledged)
  for (const thread of [acknowledgedFirst, entryFirst]) {
    expect(linesOf(thread).map((line) => [line.key, line.state])).toEqual([['k-1', 'stored']])
  }
})

test('an acknowledgement of what nobody remembers changes nothing', () => {
  expect(reduce(EMPTY, { type: 'acknowledged', clientId: 'k-9', sequence: 4 })).toEqual(EMPTY)
})

test('what was refused stays, to be sent again', () => {
  const thread = reduce(reduce(EMPTY, { type: 'written', written: written('k-1') }), { type: 'refused', clientId: 'k-1', reason: 'no' })
  expect(linesOf(thread)[0]).toMatchObject({ state: 'failed', mine: true })
})

test('a restored database drops what was stored, not what is being written', () => {
  const thread = reduce(live(reduce(EMPTY, { type: 'written', written: written('k-1') }), entry(1, 0, 'a')), { type: 'restored' })
  expect(thread.entries).toEqual([])
  expect(thread.written).toHaveLength(1)
})

test('edits, recalls and erasures show on the message', () => {
  const thread = live(
    EMPTY,
    entry(1, 0, 'a', AGENT),
    entry(2, 1, 'b', AGENT),
    entry(3, 2, 'secret'),
    entry(4, 3, { type: 'edit', target: { sequence: 1 }, parts: [{ type: 'text', text: 'A' }] }, AGENT),
    entry(5, 4, { type: 'recall', target: { sequence: 2 } }, AGENT),
    entry(6, 5, { type: 'erased', sequence: 3 }),
  )
  expect(linesOf(thread).map((line) => [line.parts.length, line.edited ?? false, line.gone ?? false])).toEqual([
    [1, true, false],
    [0, false, true],
    [0, false, true],
  ])
})

test("answers are unread up to the visitor's own read mark", () => {
  let thread = live(EMPTY, entry(1, 0, 'a'), entry(2, 1, 'b', AGENT), entry(3, 2, 'c', AGENT))
  expect(unread(thread)).toEqual({ count: 2, upTo: 3 })
  thread = live(thread, entry(4, 3, { type: 'read-mark', upTo: { sequence: 2 } }))
  expect(unread(thread).count).toBe(1)
  thread = live(thread, entry(5, 4, { type: 'read-mark', upTo: { sequence: 3 } }, AGENT))
  expect(unread(thread).count).toBe(1)
  expect(linesOf(thread)[0]?.state).toBe('read')
})
