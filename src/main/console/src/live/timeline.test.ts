import { describe, expect, test } from 'vitest'
import { seeded } from '../../test/model-hub'
import { itemsOf } from './messages'
import type { Entry } from './model'
import { emptyTimeline, firstSequence, hasGap, hasOlder, knownSequence, lastSequence, reduce, type Side, type Timeline, type TimelineEvent, type Written } from './timeline'

function entry(sequence: number, { previous = sequence - 1, clientId }: { previous?: number; clientId?: string } = {}): Entry {
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
    metadata: clientId ? { clientId } : undefined,
    change: { type: 'message', parts: [{ type: 'text', text: `message ${sequence}` }] },
  }
}

function written(clientId: string): Written {
  return { clientId, parts: [{ type: 'text', text: 'Hello' }], at: '2026-03-01T08:00:00Z', state: 'sending' }
}

function after(side: Side, ...events: TimelineEvent[]): Timeline {
  return events.reduce(reduce, emptyTimeline(side))
}

function live(...entries: Entry[]): TimelineEvent {
  return { type: 'live', entries }
}

function page(...entries: Entry[]): TimelineEvent {
  return { type: 'page', entries }
}

function sequences(timeline: Timeline): number[] {
  return timeline.entries.map((each) => each.sequence)
}

describe.each<Side>(['agents', 'contact'])('on the side of %s', (side) => {
  // What this side may see of a conversation: agents all, the contact some.
  function seenOf(random: () => number): Entry[] {
    const seen: Entry[] = []
    for (let sequence = 1; sequence <= 40; sequence++) {
      if (side === 'agents' || random() < 0.6) seen.push(entry(sequence, { previous: seen.at(-1)?.sequence ?? 0 }))
    }
    return seen
  }

  test.each(Array.from({ length: 50 }, (_, index) => index + 1))('entries stand without a gap, whatever comes in whatever order (%i)', (seed) => {
    const random = seeded(seed)
    const pick = (most: number) => Math.floor(random() * most)
    const seen = seenOf(random)
    const isSlice = (timeline: Timeline) => {
      const from = seen.findIndex(({ sequence }) => sequence === firstSequence(timeline))
      return from < 0 ? timeline.entries.length === 0 : sequences(timeline).join() === seen.slice(from, from + timeline.entries.length).map(({ sequence }) => sequence).join()
    }
    let timeline = after(side, page(...seen.slice(10, 10 + pick(5))))
    for (let step = 0; step < 60; step++) {
      const from = pick(seen.length)
      switch (pick(6)) {
        case 0:
          timeline = reduce(timeline, { type: 'page', entries: seen.filter(({ sequence }) => sequence > lastSequence(timeline)).slice(0, pick(6)) })
          break
        case 1:
          timeline = reduce(timeline, { type: 'page', entries: seen.filter(({ sequence }) => sequence < firstSequence(timeline)).slice(-1 - pick(6)) })
          break
        case 2:
          timeline = reduce(timeline, { type: 'trimmed', most: 1 + pick(20) })
          break
        case 3: {
          const before = knownSequence(timeline)
          timeline = reduce(timeline, { type: 'cut', most: 1 + pick(20) })
          expect(knownSequence(timeline)).toBeGreaterThanOrEqual(before)
          break
        }
        default:
          timeline = reduce(timeline, live(...seen.slice(from, from + 1 + pick(4)).sort(() => random() - 0.5)))
      }
      expect(isSlice(timeline), `step ${step}: ${sequences(timeline).join()}`).toBe(true)
      expect(timeline.ahead.every(({ sequence }) => sequence > lastSequence(timeline))).toBe(true)
    }
    timeline = reduce(timeline, { type: 'page', entries: seen.filter(({ sequence }) => sequence > lastSequence(timeline)) })
    timeline = reduce(timeline, { type: 'page', entries: seen.filter(({ sequence }) => sequence < firstSequence(timeline)), complete: true })
    expect(timeline.entries).toEqual(seen)
    expect([hasGap(timeline), hasOlder(timeline), timeline.rest]).toEqual([false, false, undefined])
  })

  test.each(Array.from({ length: 50 }, (_, index) => index + 1))('what was written is shown once, whatever is heard of it first (%i)', (seed) => {
    const random = seeded(seed)
    const keys = ['k-1', 'k-2', 'k-3']
    const heard = keys.flatMap((clientId, index): TimelineEvent[] => [
      { type: 'acknowledged', clientId, sequence: index + 2 },
      live(entry(index + 2, { clientId })),
      // Another page of the same person finds it too.
      { type: 'written', written: written(clientId) },
    ])
    let timeline = after(side, live(entry(1)), ...keys.map((clientId): TimelineEvent => ({ type: 'written', written: written(clientId) })))
    for (const event of heard.sort(() => random() - 0.5)) {
      timeline = reduce(timeline, event)
      const shown = itemsOf(timeline).map(({ key }) => key)
      expect(shown.filter((key) => keys.includes(key)).length).toBe(new Set(shown.filter((key) => keys.includes(key))).size)
    }
    expect(itemsOf(timeline).map(({ key }) => key)).toEqual(['1', ...keys])
    expect(timeline.written).toEqual([])
  })

  test('entries that are known change nothing, so that nothing is drawn again', () => {
    const timeline = after(side, live(entry(1), entry(2)))
    expect(reduce(timeline, live(entry(1), entry(2)))).toBe(timeline)
    expect(reduce(timeline, { type: 'trimmed', most: 2 })).toBe(timeline)
  })

  test('an acknowledgement of something never sent changes nothing', () => {
    const timeline = after(side, live(entry(1)))
    expect(reduce(timeline, { type: 'acknowledged', clientId: 'z', sequence: 2 })).toEqual(timeline)
  })

  test('what was written may be acknowledged after its entry, even where the entry does not name the client', () => {
    const timeline = after(side, live(entry(1)), { type: 'written', written: written('a') }, live(entry(2)), { type: 'acknowledged', clientId: 'a', sequence: 2 })
    expect(timeline.written).toEqual([])
  })

  test('what was refused stays until it is withdrawn', () => {
    const refused = after(side, { type: 'written', written: written('a') }, { type: 'refused', clientId: 'a', reason: 'no' })
    expect(refused.written[0]).toMatchObject({ state: 'failed', reason: 'no' })
    expect(reduce(refused, { type: 'withdrawn', clientId: 'a' }).written).toEqual([])
  })

  test('a restored database drops what was stored, not what is being written', () => {
    const timeline = after(side, { type: 'written', written: written('a') }, live(entry(1)), { type: 'restored' })
    expect(timeline.entries).toEqual([])
    expect(timeline.written).toHaveLength(1)
  })

  test('what was cut off behind can be read again, and shows meanwhile in what it changed', () => {
    const recall = (sequence: number, target: number): Entry => ({ ...entry(sequence), change: { type: 'recall', target: { sequence: target } } })
    const all = [entry(1), entry(2), entry(3), recall(4, 1), recall(5, 3)]
    const whole = after(side, { type: 'page', entries: all, complete: true })
    const short = reduce(reduce(whole, { type: 'cut', most: 2 }), live(entry(6), recall(7, 2)))
    const shown = (timeline: Timeline) => itemsOf(timeline).map((item) => [item.key, item.type === 'message' && item.recalled])
    expect([sequences(short), lastSequence(short), knownSequence(short), hasGap(short)]).toEqual([[1, 2], 2, 7, false])
    expect(shown(short)).toEqual([['1', true], ['2', true]])

    const longer = reduce(short, page(entry(3), recall(4, 1)))
    expect(shown(longer)).toEqual([['1', true], ['2', true], ['3', false]])
    const again = reduce(longer, page(recall(5, 3), entry(6), recall(7, 2)))
    expect([shown(again), again.rest]).toEqual([[['1', true], ['2', true], ['3', true], ['6', false]], undefined])
  })

  test('what was trimmed can be read again', () => {
    const trimmed = after(side, { type: 'page', entries: [entry(1), entry(2), entry(3), entry(4)], complete: true }, { type: 'trimmed', most: 2 })
    expect([sequences(trimmed), hasOlder(trimmed)]).toEqual([[3, 4], true])
    const again = reduce(trimmed, { type: 'page', entries: [entry(1), entry(2)], complete: true })
    expect([sequences(again), hasOlder(again)]).toEqual([[1, 2, 3, 4], false])
  })
})

test('entries that the contact may not see leave no gap for them, and one for agents', () => {
  const events = [live(entry(1)), live(entry(5, { previous: 1 }))]
  expect(sequences(after('contact', ...events))).toEqual([1, 5])
  const agents = after('agents', ...events)
  expect([sequences(agents), hasGap(agents)]).toEqual([[1], true])
})

test('to the contact an entry tells by itself whether there are earlier ones', () => {
  expect(hasOlder(after('contact', page(entry(7, { previous: 4 }))))).toBe(true)
  expect(hasOlder(after('contact', page(entry(7, { previous: 0 }))))).toBe(false)
})
