import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Outbox, type OutboxEvent, type Way } from './outbox'
import type { KeptFrame } from './shelf'
import type { Store } from './store'

const DAY = 24 * 60 * 60 * 1000

// A browser's storage with as much room as is left.
class Keep implements Store {
  readonly kept = new Map<string, string>()
  room = Infinity
  get length(): number {
    return this.kept.size
  }
  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    if (value.length > this.room) throw new DOMException('full', 'QuotaExceededError')
    this.kept.set(key, value)
  }
  removeItem(key: string): void {
    this.kept.delete(key)
  }
}

class Wire implements Way {
  readonly sent: string[] = []
  stuckFor = 0
  send(frame: KeptFrame): void {
    this.sent.push(frame.clientId)
  }
  stuck(times: number): void {
    this.stuckFor = times
  }
}

let keep: Keep
let wire: Wire
let heard: OutboxEvent[]
let outbox: Outbox

function reply(clientId: string, text = clientId): KeptFrame {
  return { type: 'command', clientId, conversation: 'c-1', command: { type: 'reply', parts: [{ type: 'text', text }] } }
}

function page(owner: string | undefined = 'ada', way: Way = wire): Outbox {
  const fresh = new Outbox((event) => heard.push(event), keep)
  if (owner) fresh.own(owner)
  fresh.open(way)
  return fresh
}

function acknowledge(clientId: string, to = outbox): void {
  to.take({ type: 'acknowledged', clientId, conversation: 'c-1', sequence: 1 })
}

function waiting(of = outbox): string[] {
  return of.items.filter(({ problem }) => !problem).map(({ frame }) => frame.clientId)
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_772_000_000_000 })
  keep = new Keep()
  wire = new Wire()
  heard = []
  outbox = page()
})

afterEach(() => vi.useRealTimers())

test('one is on its way at a time, and the next follows its acknowledgement', () => {
  for (const id of ['a', 'b', 'c']) outbox.add(reply(id))
  expect(wire.sent).toEqual(['a'])
  acknowledge('a')
  expect(wire.sent).toEqual(['a', 'b'])
  acknowledge('b')
  acknowledge('c')
  expect(outbox.items).toEqual([])
})

test('what can not be written fails by itself, and the next follows', () => {
  wire.send = ({ clientId }) => {
    if (clientId === 'b') throw new Error('text: must be a text')
    wire.sent.push(clientId)
  }
  for (const id of ['a', 'b', 'c']) outbox.add(reply(id))
  acknowledge('a')
  expect(wire.sent).toEqual(['a', 'c'])
  expect(heard.at(-1)).toMatchObject({ type: 'refused', clientId: 'b', problem: { code: 'invalid', reason: 'text: must be a text' } })
  expect(waiting()).toEqual(['c'])
})

test('after busy the same is sent again, when the hub says so and not before', () => {
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  outbox.take({ type: 'busy', clientId: 'a', retryAfter: 4000 })
  outbox.hurry()
  outbox.open(wire)
  vi.advanceTimersByTime(3900)
  expect(wire.sent).toEqual(['a'])
  vi.advanceTimersByTime(200)
  expect(wire.sent).toEqual(['a', 'a'])
})

test('what had no answer is sent again after ever longer pauses, or at once when there is hope', () => {
  outbox.add(reply('a'))
  for (let times = 1; times <= 8; times++) {
    outbox.missed('a')
    expect(wire.sent).toHaveLength(times)
    vi.advanceTimersByTime(30_000)
  }
  outbox.missed('a')
  outbox.hurry()
  expect(wire.sent).toHaveLength(10)
})

test('on another way it begins with what was not acknowledged', () => {
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  acknowledge('a')
  outbox.shut(wire)
  const other = new Wire()
  outbox.open(other)
  expect(other.sent).toEqual(['b'])
  // An answer that comes late by the old one counts; that it was not taken there does not.
  outbox.take({ type: 'busy', clientId: 'a', retryAfter: 1000 })
  acknowledge('b')
  expect(outbox.items).toEqual([])
  expect(outbox.shut(wire, 'certain')).toBe(false)
})

test('what the hub refuses is shown as failed, stays so after a reload, and holds up nobody', () => {
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  outbox.take({ type: 'refused', clientId: 'a', code: 'invalid', reason: 'no' })
  expect(heard.filter(({ type }) => type === 'refused')).toMatchObject([{ type: 'refused', clientId: 'a', problem: { reason: 'no' } }])
  expect(wire.sent).toEqual(['a', 'b'])

  const next = page()
  expect(next.items.map(({ frame, problem }) => [frame.clientId, problem?.code])).toEqual([['a', 'invalid'], ['b', undefined]])
  next.withdraw('a')
  next.withdraw('b')
  expect(page().items.map(({ frame }) => frame.clientId)).toEqual(['b'])
})

test('what closed its connection is never sent again', () => {
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  expect(outbox.shut(wire, 'certain', { code: 'too-large', reason: '' })).toBe(true)
  outbox.open(wire)
  expect(wire.sent).toEqual(['a', 'b'])
  expect(heard.filter(({ type }) => type === 'refused')).toMatchObject([{ type: 'refused', clientId: 'a', problem: { code: 'too-large' } }])
})

test('what goes wrong again and again for a minute makes room for others, and may be tried again under its id', () => {
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  for (let times = 0; times < 20 && wire.sent.at(-1) === 'a'; times++) {
    outbox.shut(wire, 'perhaps')
    vi.advanceTimersByTime(10_000)
    outbox.open(wire)
  }
  expect(wire.sent.filter((id) => id === 'a')).toHaveLength(7)
  acknowledge('b')
  expect(outbox.again('a')?.clientId).toBe('a')
  expect(wire.sent.slice(-2)).toEqual(['b', 'a'])
})

test('what the hub has refused is tried again under a new id, as the last', () => {
  outbox.add(reply('a'))
  outbox.take({ type: 'refused', clientId: 'a', code: 'invalid', reason: 'no' })
  outbox.add(reply('b'))
  const again = outbox.again('a')
  expect(again?.clientId).toMatch(/^[0-9a-f-]{36}$/)
  expect(waiting()).toEqual(['b', again?.clientId])
})

test('a way that gives no answer is told so', () => {
  outbox.add(reply('a'))
  vi.advanceTimersByTime(31_000)
  expect(wire.stuckFor).toBe(3)
})

test('what is too large is not taken, by the limits that the hub tells', () => {
  expect(outbox.add(reply('a', '字'.repeat(22_000)))).toMatchObject({ code: 'too-large', size: 66_000, most: 65_536 })
  outbox.take({ type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30, largestFrame: 200, longestText: 150 })
  expect(outbox.add(reply('b', 'x'.repeat(151)))).toMatchObject({ size: 151, most: 150 })
  expect(outbox.add(reply('c', 'x'.repeat(120)))).toMatchObject({ most: 200 })
  expect(outbox.items).toEqual([])
  expect(wire.sent).toEqual([])
})

test('what was too large for a hub that has become stricter does not go out', () => {
  outbox.shut(wire)
  outbox.add(reply('a', 'x'.repeat(200)))
  outbox.add(reply('b'))
  outbox.take({ type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30, longestText: 100 })
  outbox.open(wire)
  expect(wire.sent).toEqual(['b'])
})

test('the next page goes on where the last one ended, also where the clock was set back', () => {
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  vi.setSystemTime(1_771_000_000_000)
  const next = new Outbox(() => {}, keep)
  // Written before it is known by whom.
  next.add(reply('c'))
  expect(next.unsafe).toBe(true)
  next.own('ada')
  expect(next.unsafe).toBe(false)
  next.add(reply('d'))
  expect(waiting(next)).toEqual(['a', 'b', 'c', 'd'])
  expect(waiting(page())).toEqual(['a', 'b', 'c', 'd'])
})

test('nothing of one person is sent or shown as another, and nothing is left of whom the page forgets', () => {
  outbox.shut(wire)
  outbox.add(reply('a'))
  outbox.own('bob')
  outbox.open(wire)
  expect(outbox.items).toEqual([])
  expect(wire.sent).toEqual([])
  expect(waiting(page('ada', new Wire()))).toEqual(['a'])

  outbox.own('ada')
  outbox.forget()
  expect(keep.length).toBe(0)
})

test('who is given another name keeps what was written', () => {
  outbox.add(reply('a'))
  outbox.own('ada-2', true)
  expect(waiting()).toEqual(['a'])
  expect(waiting(page('ada'))).toEqual([])
  expect(waiting(page('ada-2'))).toEqual(['a'])
})

test('a tab takes over at a reconnect what another has left, and both send it in its order', () => {
  const other = page('ada', new Wire())
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  expect(other.items).toEqual([])
  const way = new Wire()
  other.open(way)
  expect(heard.map((event) => event.type === 'waiting' && event.item.frame.clientId)).toEqual(['a', 'b', 'a', 'b'])
  expect(way.sent).toEqual(['a'])
  acknowledge('a', other)
  expect(way.sent).toEqual(['a', 'b'])
  acknowledge('a')
  acknowledge('b')
  expect(keep.length).toBe(0)
})

test('what has no room is sent all the same, and the page warns until it is', () => {
  keep.room = 200
  outbox.add(reply('a', 'x'.repeat(300)))
  outbox.add(reply('b'))
  expect(outbox.unsafe).toBe(true)
  acknowledge('a')
  expect(outbox.unsafe).toBe(false)
  expect(wire.sent).toEqual(['a', 'b'])
})

test('after a week nothing is sent by itself, after two nothing is left, whoever it was of', () => {
  outbox.add(reply('a'))
  page('bob').add(reply('b'))
  vi.advanceTimersByTime(8 * DAY)
  const way = new Wire()
  expect(page('ada', way).items).toMatchObject([{ problem: { code: 'expired', doubtful: true } }])
  expect(way.sent).toEqual([])
  vi.advanceTimersByTime(8 * DAY)
  page('ada', way)
  expect(keep.length).toBe(0)
})

test('what something else has put on the shelf is no item', () => {
  keep.setItem('omnihub.outbox.1/ada/0001772000000000/x', '{')
  keep.setItem('omnihub.outbox.1/ada/0001772000000000/y', '{"frame":{}}')
  keep.setItem('omnihub.outbox.1/ada/what', '7')
  keep.setItem('other', '7')
  expect(page().items).toEqual([])
  expect([...keep.kept.keys()]).toEqual(['other'])
})

test('no more than so many wait, and no more than so many bytes', () => {
  const away = page(undefined, { send: () => {}, stuck: () => {} })
  for (let number = 0; number < 1_000; number++) expect(away.add(reply(`k-${number}`))).toBeUndefined()
  expect(away.add(reply('one-more'))).toMatchObject({ code: 'full' })
  expect(away.items).toHaveLength(1_000)

  const large = page('bert', { send: () => {}, stuck: () => {} })
  let written = 0
  while (!large.add(reply(`l-${written}`, 'x'.repeat(60_000)))) written++
  expect(written).toBeGreaterThan(60)
  expect(written).toBeLessThan(70)
  acknowledge('l-0', large)
  expect(large.add(reply('room', 'x'.repeat(60_000)))).toBeUndefined()
})

test('what was too large stays, however often it is tried again', () => {
  outbox.add(reply('a', 'x'.repeat(50)))
  outbox.shut(wire, 'certain', { code: 'unreadable', reason: '' })
  outbox.limit({ longestText: 10 })
  outbox.open(wire)
  const again = outbox.again('a')?.clientId ?? ''
  expect(outbox.items).toMatchObject([{ frame: { clientId: again }, problem: { code: 'too-large' } }])
})

test('what changes its owner is kept in the new name before it goes from the old one', () => {
  outbox.shut(wire)
  outbox.add(reply('a'))
  const removed: number[] = []
  keep.removeItem = (key) => {
    removed.push(keep.length)
    keep.kept.delete(key)
  }
  outbox.own('bert', true)
  expect(removed).toEqual([2])
  expect([...keep.kept.keys()].map((key) => key.split('/')[1])).toEqual(['bert'])
})

test('what is on its way when its owner is another goes on, and so do those behind it', () => {
  outbox.add(reply('a'))
  outbox.add(reply('b'))
  outbox.own('bert', true)
  acknowledge('a')
  expect(wire.sent).toEqual(['a', 'b'])
  acknowledge('b')
  expect([outbox.items, keep.length]).toEqual([[], 0])
})

test('what another page keeps under the earlier name stays there', () => {
  outbox.shut(wire)
  outbox.add(reply('mine'))
  const other = page('ada', { send: () => {}, stuck: () => {} })
  other.add(reply('of the other'))
  outbox.own('bert', true)
  expect([...keep.kept.keys()].map((key) => key.replace(/^[^/]+\/(\w+)\/.*\//, '$1 '))).toEqual(expect.arrayContaining(['bert mine', 'ada of the other']))
  expect(waiting()).toEqual(['mine'])
})
