import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pass } from '../../../src/main/console/test/time'
import { Hub, VisitorApi } from './api'
import type { HubFrame } from './frames'
import { Outbox, type OutboxEvent } from './outbox'
import { Poll } from './poll'

const EMPTY = { items: [], last: 0, more: false, epoch: 1 }

let poll: Poll
let outbox: Outbox
let heard: OutboxEvent[]
let frames: HubFrame[]
let asked: string[]
let known: number
let token: string
// Answers what is posted; the rest is asked for in vain.
let post: (body: { clientId: string; upTo: number }, path: string) => Response | Promise<Response>
let get: (url: string) => Response | undefined

beforeEach(() => {
  vi.useFakeTimers()
  heard = []
  frames = []
  asked = []
  known = 0
  token = 'old'
  post = () => Response.json({ conversation: 'c-1', sequence: 3 }, { status: 201 })
  get = (url) => (url.includes('wait=25') ? undefined : Response.json(EMPTY))
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const who = (init.headers as Record<string, string>).Authorization
    if (init.method === 'POST') {
      const body = JSON.parse(String(init.body)) as { clientId: string; upTo: number }
      asked.push(`${url.split('/').at(-1)} ${body.clientId ?? body.upTo} ${who}`)
      return post(body, url)
    }
    asked.push(url.split('/').at(-1) ?? '')
    return get(url) ?? new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
  })
  outbox = new Outbox((event) => event.type !== 'waiting' && heard.push(event))
  poll = new Poll(
    new VisitorApi(
      new Hub('http://hub'),
      async () => token,
      () => (token = 'new'),
    ),
    outbox,
    () => known,
    (some) => frames.push(...some),
  )
})

afterEach(() => {
  poll.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function write(...clientIds: string[]): void {
  for (const clientId of clientIds) outbox.add({ type: 'send', clientId, parts: [] })
}

function posted(): string[] {
  return asked.filter((each) => each.startsWith('messages ')).map((each) => each.split(' ')[1] ?? '')
}

test('without a WebSocket, messages go by REST one after the other and come by long poll', async () => {
  post = ({ clientId }) => (clientId === 'bad' ? Response.json({ detail: 'no' }, { status: 400 }) : Response.json({ conversation: 'c-1', sequence: 3 }, { status: 201 }))
  write('a', 'bad', 'b')
  poll.start()
  await pass()

  expect(posted()).toEqual(['a', 'bad', 'b'])
  expect(heard).toMatchObject([
    { type: 'acknowledged', clientId: 'a', sequence: 3 },
    { type: 'refused', clientId: 'bad', problem: { reason: 'no' } },
    { type: 'acknowledged', clientId: 'b' },
  ])
  expect(asked).toContain('entries?after=0&wait=25')
})

test('what fails once is not overtaken', async () => {
  let fails = 1
  post = () => {
    if (fails-- > 0) throw new TypeError('no network')
    return Response.json({ conversation: 'c-1', sequence: 3 }, { status: 201 })
  }
  poll.start()
  await pass()
  write('one', 'two', 'three')
  await pass(1000)
  expect(posted()).toEqual(['one', 'one', 'two', 'three'])
})

test.each([
  [429, '7', 7_000],
  [503, '2', 2_000],
])('a %i is obeyed for as long as it says', async (status, seconds, wait) => {
  let refuses = 1
  post = () => (refuses-- > 0 ? Response.json({}, { status, headers: { 'Retry-After': seconds } }) : Response.json({ conversation: 'c-1', sequence: 3 }, { status: 201 }))
  poll.start()
  await pass()
  write('a', 'b')
  await pass(wait - 100)
  poll.wake()
  await pass()
  expect(posted()).toEqual(['a'])
  await pass(200)
  expect(posted()).toEqual(['a', 'a', 'b'])
})

test('with a token that the hub no longer takes nothing is given up', async () => {
  post = () => (token === 'old' ? Response.json({}, { status: 401 }) : Response.json({ conversation: 'c-1', sequence: 3 }, { status: 201 }))
  write('a')
  poll.start()
  await pass(1000)
  expect(asked.filter((each) => each.startsWith('messages'))).toEqual(['messages a Visitor old', 'messages a Visitor new'])
  expect(outbox.items).toEqual([])
})

test('what waits for its turn, or for a token, is not sent once the poll has ended', async () => {
  let answer: (response: Response) => void = () => undefined
  post = () => new Promise((resolve) => (answer = resolve))
  write('a', 'b')
  poll.start()
  await pass()
  poll.stop()
  answer(Response.json({ conversation: 'c-1', sequence: 3 }, { status: 201 }))
  await pass()
  expect(heard).toMatchObject([{ type: 'acknowledged', clientId: 'a' }])
  expect(posted()).toEqual(['a'])

  poll.start()
  await pass()
  expect(posted()).toEqual(['a', 'b'])
  outbox.missed('b')
  await pass(1000)
  poll.stop()
  write('c')
  await pass(1000)
  expect(posted()).toEqual(['a', 'b', 'b'])
})

test('what something between the hub and the page says is not believed at once', async () => {
  let refuses = 3
  post = () => (refuses-- > 0 ? new Response('<html>', { status: 404 }) : Response.json({ conversation: 'c-1', sequence: 3 }, { status: 201 }))
  write('a')
  poll.start()
  await pass(10_000)
  expect(posted()).toEqual(['a', 'a', 'a', 'a'])
  expect(heard).toMatchObject([{ type: 'acknowledged' }])
})

test('who has read nothing yet begins at the end, and older ones can be had', async () => {
  get = (url) => (url.includes('wait=25') ? undefined : Response.json({ items: [{ sequence: 9 }], last: 9, more: true, epoch: 1 }))
  poll.start()
  await pass()
  expect(asked[0]).toBe(`entries?before=${Number.MAX_SAFE_INTEGER}`)
  expect(frames).toMatchObject([
    { type: 'entries', entries: [{ sequence: 9 }], more: true },
    { type: 'welcome', epoch: 'e-1', last: 9 },
  ])
  expect(poll.send({ type: 'fetch', before: 9, limit: 50 })).toBe(true)
  await pass()
  expect(asked).toContain('entries?before=9&limit=50')
  expect(frames).toHaveLength(3)
})

test('how far the visitor has read is told, and again where that failed', async () => {
  let fails = 1
  post = () => {
    if (fails-- > 0) throw new TypeError('no network')
    return new Response(null, { status: 204 })
  }
  get = (url) => (url.includes('wait=25') && frames.length < 3 ? Response.json({ ...EMPTY, items: [{ sequence: ++known }] }) : url.includes('wait=25') ? undefined : Response.json(EMPTY))
  poll.start()
  poll.send({ type: 'read', upTo: 4 })
  await pass(3000)
  expect(asked.filter((each) => each.startsWith('read'))).toEqual(['read 4 Visitor old', 'read 4 Visitor old'])
  expect(poll.send({ type: 'typing', preview: 'x' })).toBe(false)
})

test('after a sleep the answer that may never come is not waited for', async () => {
  poll.start()
  await pass()
  const before = asked.length
  poll.wake()
  await pass()
  expect(asked.slice(before)).toEqual([`entries?before=${Number.MAX_SAFE_INTEGER}`, 'entries?after=0&wait=25'])
})

test.each([
  ['while it was asked for', ['e-1', 'e-2'], [{ items: [], last: 2, more: false, epoch: 1 }]],
  ['while there was no connection', ['e-2'], []],
])('a log that was restored %s is read anew', async (_, epochs, before) => {
  const answers = [...before, { items: [], last: 0, more: false, epoch: 2 }, { items: [], last: 0, more: false, epoch: 2 }]
  get = () => {
    const answer = answers.shift()
    return answer && Response.json(answer)
  }
  known = 2
  poll = new Poll(
    new VisitorApi(new Hub('http://hub'), async () => 't', () => undefined),
    outbox,
    () => known,
    (some) => {
      frames.push(...some)
      if (some.some((frame) => frame.type === 'welcome' && frame.epoch === 'e-2')) known = 0
    },
  )
  poll.start()
  await pass()

  expect(asked.slice(-2)).toEqual([`entries?before=${Number.MAX_SAFE_INTEGER}`, 'entries?after=0&wait=25'])
  expect(new Set(frames.flatMap((frame) => (frame.type === 'welcome' ? [frame.epoch] : [])))).toEqual(new Set(epochs))
})
