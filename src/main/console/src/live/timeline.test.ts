import { describe, expect, test } from 'vitest'
import type { Entry } from './model'
import { emptyTimeline, hasGap, lastSequence, reduce, type Outgoing, type Timeline, type TimelineEvent } from './timeline'

function entry(sequence: number, clientId?: string): Entry {
  return {
    kind: 'message.created',
    channel: 'web',
    inbox: 'shop',
    conversation: 'c-1',
    sequence,
    visibility: 'everyone',
    direction: clientId ? 'outbound' : 'inbound',
    sender: { kind: clientId ? 'agent' : 'contact', id: 'x' },
    sentAt: '2026-03-01T08:00:00Z',
    storedAt: '2026-03-01T08:00:00Z',
    metadata: clientId ? { clientId } : undefined,
    change: { type: 'message', parts: [{ type: 'text', text: `message ${sequence}` }] },
  }
}

function outgoing(clientId: string): Outgoing {
  return {
    clientId,
    conversation: 'c-1',
    command: { type: 'reply', parts: [{ type: 'text', text: 'Hello' }] },
    writtenAt: '2026-03-01T08:00:00Z',
    state: 'sending',
  }
}

function after(...events: TimelineEvent[]): Timeline {
  return events.reduce(reduce, emptyTimeline())
}

function entries(...sequences: number[]): TimelineEvent {
  return { type: 'entries', entries: sequences.map((each) => entry(each)) }
}

function sequences(timeline: Timeline): number[] {
  return timeline.entries.map((each) => each.sequence)
}

describe('entries', () => {
  test('stand in order, whatever the order in which they come', () => {
    expect(sequences(after(entries(1), entries(3), entries(2), entries(4)))).toEqual([1, 2, 3, 4])
  })

  test('that come twice are there once', () => {
    const timeline = after(entries(1, 2), entries(2), entries(1, 2, 3), entries(5), entries(5), entries(4))
    expect(sequences(timeline)).toEqual([1, 2, 3, 4, 5])
  })

  test('wait behind a gap until it is filled', () => {
    const gap = after(entries(1, 2), entries(5, 6))
    expect(sequences(gap)).toEqual([1, 2])
    expect(hasGap(gap)).toBe(true)

    const filled = reduce(gap, entries(3, 4))
    expect(sequences(filled)).toEqual([1, 2, 3, 4, 5, 6])
    expect(hasGap(filled)).toBe(false)
  })

  test('begin anywhere, and older ones are put before them', () => {
    const timeline = after(entries(51, 52), { type: 'older', entries: [entry(49), entry(50), entry(51)] })
    expect(sequences(timeline)).toEqual([49, 50, 51, 52])
    expect(lastSequence(timeline)).toBe(52)
  })

  test('that are known change nothing, so that nothing is drawn again', () => {
    const timeline = after(entries(1, 2))
    expect(reduce(timeline, entries(1, 2))).toBe(timeline)
  })
})

describe('what was sent', () => {
  test('is replaced by its entry', () => {
    const timeline = after(
      entries(1),
      { type: 'written', outgoing: outgoing('a') },
      { type: 'entries', entries: [entry(2, 'a')] },
    )
    expect(timeline.outgoing).toEqual([])
    expect(sequences(timeline)).toEqual([1, 2])
  })

  test('may be acknowledged before its entry comes', () => {
    const acknowledged = after(
      entries(1),
      { type: 'written', outgoing: outgoing('a') },
      { type: 'acknowledged', clientId: 'a', sequence: 2 },
    )
    expect(acknowledged.outgoing.map((each) => each.state)).toEqual(['stored'])

    const seen = reduce(acknowledged, { type: 'entries', entries: [entry(2, 'a')] })
    expect(seen.outgoing).toEqual([])
  })

  test('may be acknowledged after its entry, even where the entry does not name the client', () => {
    const timeline = after(
      entries(1),
      { type: 'written', outgoing: outgoing('a') },
      entries(2),
      { type: 'acknowledged', clientId: 'a', sequence: 2 },
    )
    expect(timeline.outgoing).toEqual([])
  })

  test('an acknowledgement of something never sent changes nothing', () => {
    const timeline = after(entries(1), { type: 'acknowledged', clientId: 'z', sequence: 2 })
    expect(timeline.outgoing).toEqual([])
    expect(sequences(timeline)).toEqual([1])
  })

  test('stays as failed when refused, and can be tried again', () => {
    const refused = after(
      { type: 'written', outgoing: outgoing('a') },
      { type: 'refused', clientId: 'a', reason: 'no' },
    )
    expect(refused.outgoing[0]).toMatchObject({ state: 'failed', reason: 'no' })
    expect(reduce(refused, { type: 'retried', clientId: 'a' }).outgoing[0]).toMatchObject({ state: 'sending' })
    expect(reduce(refused, { type: 'withdrawn', clientId: 'a' }).outgoing).toEqual([])
  })

  test('is not doubled when it was stored before a reconnect and its entry is caught up', () => {
    const timeline = after(
      entries(1),
      { type: 'written', outgoing: outgoing('a') },
      { type: 'written', outgoing: outgoing('b') },
      { type: 'entries', entries: [entry(2, 'a'), entry(3, 'b')] },
      { type: 'acknowledged', clientId: 'a', sequence: 2 },
      { type: 'acknowledged', clientId: 'b', sequence: 3 },
    )
    expect(timeline.outgoing).toEqual([])
    expect(sequences(timeline)).toEqual([1, 2, 3])
  })
})
