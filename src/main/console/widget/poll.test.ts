import { afterEach, expect, test, vi } from 'vitest'
import type { HubFrame } from '@/live/frames'
import { VisitorApi } from './api'
import { Poll } from './poll'

let poll: Poll

afterEach(() => {
  poll.stop()
  vi.unstubAllGlobals()
})

test('without a WebSocket, messages go by REST in their order and come by long poll', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push(`${init.method ?? 'GET'} ${url} ${(init.headers as Record<string, string>).Authorization}`)
    if (url.includes('wait=25')) return new Promise(() => {})
    if (init.method !== 'POST') return Response.json({ items: [], after: 2, epoch: 1 })
    const { clientId } = JSON.parse(String(init.body)) as { clientId: string }
    return clientId === 'bad' ? Response.json({ detail: 'no' }, { status: 400 }) : Response.json({ sequence: 3 }, { status: 201 })
  })
  const frames: HubFrame[] = []
  poll = new Poll(new VisitorApi(async () => 't', () => undefined), () => 2, (frame) => frames.push(frame))
  expect(poll.send({ type: 'send', clientId: 'early', parts: [] })).toBe(false)
  poll.start()
  poll.send({ type: 'send', clientId: 'a', parts: [] })
  poll.send({ type: 'send', clientId: 'bad', parts: [] })

  await vi.waitFor(() => expect(frames).toHaveLength(4))
  expect(frames.filter((frame) => 'clientId' in frame)).toMatchObject([
    { type: 'acknowledged', clientId: 'a', sequence: 3 },
    { type: 'refused', clientId: 'bad', reason: 'no' },
  ])
  expect(asked).toContain('GET /api/v1/visitor/entries?after=2&wait=0 Visitor t')
  expect(asked).toContain('GET /api/v1/visitor/entries?after=2&wait=25 Visitor t')
})

test('with a token that the hub no longer takes nothing is given up', async () => {
  let token = 'old'
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.includes('wait=25')) return new Promise(() => {})
    if ((init.headers as Record<string, string>).Authorization === 'Visitor old') return Response.json({}, { status: 401 })
    return init.method === 'POST' ? Response.json({ sequence: 3 }, { status: 201 }) : Response.json({ items: [], after: 2, epoch: 1 })
  })
  const frames: HubFrame[] = []
  poll = new Poll(new VisitorApi(async () => token, () => (token = 'new')), () => 2, (frame) => frames.push(frame))
  poll.start()
  poll.send({ type: 'send', clientId: 'a', parts: [] })
  await vi.waitFor(() => expect(frames).toMatchObject([{ type: 'busy', clientId: 'a' }]))

  poll.send({ type: 'send', clientId: 'a', parts: [] })
  await vi.waitFor(() => expect(frames.slice(1)).toMatchObject([{ type: 'acknowledged', clientId: 'a' }]))
})

test('what waits for its turn is not sent once the poll has ended', async () => {
  const posted: string[] = []
  let answer: (response: Response) => void = () => undefined
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    if (init.method !== 'POST') return new Promise(() => {})
    posted.push(String(init.body))
    return new Promise((resolve) => (answer = resolve))
  })
  const frames: HubFrame[] = []
  poll = new Poll(new VisitorApi(async () => 't', () => undefined), () => 0, (frame) => frames.push(frame))
  poll.start()
  poll.send({ type: 'send', clientId: 'a', parts: [] })
  poll.send({ type: 'send', clientId: 'b', parts: [] })
  await vi.waitFor(() => expect(posted).toHaveLength(1))

  poll.stop()
  answer(Response.json({ sequence: 3 }, { status: 201 }))
  await vi.waitFor(() => expect(frames).toMatchObject([{ type: 'acknowledged', clientId: 'a' }]))
  await new Promise((resolve) => setTimeout(resolve))
  expect(posted).toHaveLength(1)
})

test.each([
  ['while it was asked for', ['e-1', 'e-2'], [{ items: [], after: 2, epoch: 1 }]],
  ['while there was no connection', ['e-2'], []],
])('a log that was restored %s is read anew', async (_, epochs, before) => {
  const answers = [...before, { items: [], after: 2, epoch: 2 }, { items: [], after: 0, epoch: 2 }]
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const answer = answers.shift()
    return answer ? Response.json(answer) : new Promise(() => {})
  })
  let known = 2
  const frames: HubFrame[] = []
  poll = new Poll(
    new VisitorApi(async () => 't', () => undefined),
    () => known,
    (frame) => {
      frames.push(frame)
      if (frame.type === 'welcome' && frame.epoch === 'e-2') known = 0
    },
  )
  poll.start()

  await vi.waitFor(() => expect(asked.slice(-2)).toEqual(['/api/v1/visitor/entries?after=0&wait=0', '/api/v1/visitor/entries?after=0&wait=25']))
  expect(frames.flatMap((frame) => (frame.type === 'welcome' ? [frame.epoch] : []))).toEqual(epochs)
  expect(frames.filter(({ type }) => type === 'entries')).toHaveLength(epochs.length)
})
