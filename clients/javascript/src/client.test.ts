import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pass } from '../../../src/main/console/test/time'
import { Wire } from '../../../src/main/console/test/wire'
import { Client, NotSentError, type ClientOptions } from './client'

let told: [string, ...unknown[]][]
let polls: number
let clients: Client[]
// Answers a user's token once it is released.
let release: () => void

beforeEach(() => {
  vi.useFakeTimers()
  Wire.opened = []
  told = []
  polls = 0
  clients = []
  release = () => undefined
})

afterEach(async () => {
  for (const each of clients) each.close()
  await pass()
  expect(vi.getTimerCount(), 'nothing keeps a process alive').toBe(0)
  vi.useRealTimers()
})

// Each user has a conversation of their own.
const answer = (async (url: string, init: RequestInit = {}) => {
  if (url.includes('/entries')) {
    polls++
    if (url.includes('wait=25')) return new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    return Response.json({ items: [], last: 0, more: false, epoch: 1 })
  }
  const { user = 'nobody' } = JSON.parse(String(init.body)) as { user?: string }
  return Response.json({ token: `t-${user}`, visitor: `v-${user}`, conversation: `c-${user}`, expires: '2100-01-01T00:00:00Z', identified: true })
}) as typeof fetch

function client(options: Partial<ClientOptions> = {}): Client {
  const listener = new Proxy({}, { get: (_, name: string) => (...words: unknown[]) => void told.push([name, ...words]) })
  const made = new Client({ hub: 'http://hub', site: 'mobile', gateway: { url: 'ws://hub' }, fetch: answer, WebSocket: Wire, listener, ...options })
  clients.push(made)
  return made
}

function user(name: string): { token(): Promise<string> } {
  return { token: () => new Promise((resolve) => (release = () => resolve(name))) }
}

function wire(): Wire {
  return Wire.opened.at(-1) ?? expect.fail('no connection')
}

function names(name: string): unknown[] {
  return told.filter(([each]) => each === name)
}

test('what one person types is not shown in the conversation of the next', async () => {
  const app = client()
  app.start()
  await pass()
  wire().welcome()
  app.typing('I')
  app.typing('I would')
  app.reset()
  await pass()
  wire().welcome()
  await pass(3_000)
  expect(Wire.opened.map((each) => each.asked('typing'))).toEqual([[{ type: 'typing', preview: 'I' }], []])
})

test('a client that is closed while it asks who the user is begins nothing again', async () => {
  const app = client({ user: { token: () => 'ada' } })
  app.start()
  for (let step = 0; step < 2; step++) {
    await pass()
    wire().onerror?.()
    await pass(1_000)
  }
  const naming = app.identify(user('ada'))
  await pass()
  app.close()
  const before = polls
  release()
  expect(await naming).toBe(false)
  await pass(60_000)
  expect([polls, names('connection').at(-1)]).toEqual([before, ['connection', 'ended']])
})

test('who is named twice in a row is named once', async () => {
  const app = client()
  app.start()
  await pass()
  wire().welcome()
  const first = app.identify(user('ada'))
  const give = release
  const second = app.identify(user('bert'))
  release()
  expect(await second).toBe(true)
  give()
  expect(await first).toBe(false)
  await pass()
  wire().welcome()
  expect(names('begins')).toHaveLength(1)
  expect(wire().sent[0]).toMatchObject({ type: 'hello', token: 't-bert' })
})

test('what the hello has asked for is not asked for again', async () => {
  const app = client({ after: { epoch: 'e-1', conversation: 'c-nobody', sequence: 3 } })
  app.start()
  await pass()
  wire().welcome(5)
  await pass()
  expect(wire().sent).toEqual([{ type: 'hello', token: 't-nobody', epoch: 'e-1', after: 3 }])
  wire().says({ type: 'entries', conversation: 'c-nobody', entries: [4, 5].map((sequence) => ({ sequence, previous: sequence - 1, conversation: '' })), more: false })
  await pass()
  expect(told.filter(([name]) => name === 'entries' || name === 'caughtUp').map(([name]) => name)).toEqual(['entries', 'caughtUp'])
  expect([wire().asked('fetch'), app.position]).toEqual([[], { epoch: 'e-1', conversation: 'c-nobody', sequence: 5 }])
})

test('what was stored while it was asked for over REST is told all the same, and once', async () => {
  const asked: string[] = []
  const late = { items: [{ sequence: 4, previous: 3, conversation: 'c-nobody' }], last: 4, more: false, epoch: 1 }
  const slow = (async (url: string, init: RequestInit = {}) => {
    const query = url.split('/entries?')[1]
    if (query === undefined || query.startsWith('after=4')) return answer(url, init)
    asked.push(query)
    return Response.json(query.includes('wait=0') ? { ...late, items: [] } : late)
  }) as typeof fetch
  client({ after: { epoch: 'e-1', conversation: 'c-nobody', sequence: 3 }, fetch: slow }).start()
  for (let step = 0; step < 2; step++) {
    await pass()
    wire().onerror?.()
    await pass(1_000)
  }
  expect(asked).toEqual(['after=3&wait=0', 'after=3&limit=50', 'after=3&wait=25'])
  expect(names('entries')).toMatchObject([['entries', [{ sequence: 4 }]]])
  expect(names('caughtUp')).toHaveLength(1)
})

test('an app that has kept that there was nothing is told all since', async () => {
  client({ after: { epoch: 'e-1', conversation: 'c-nobody', sequence: 0 } }).start()
  await pass()
  wire().welcome(80)
  await pass()
  expect(wire().sent[0]).toMatchObject({ epoch: 'e-1', after: 0 })
})

test('what the hub would never take is not written', () => {
  const app = client({ gateway: { url: 'ws://hub', longestText: 10 } })
  expect(() => app.send('far too long')).toThrow(NotSentError)
  expect([app.unsent, names('unsent')]).toEqual([[], []])
})

test('a listener that throws harms nothing else', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => {})
  const listener = {
    entries: (): never => {
      throw new Error("the app's fault")
    },
    caughtUp: () => void told.push(['caughtUp']),
  }
  const app = client({ listener })
  app.start()
  await pass()
  wire().welcome()
  wire().says({ type: 'entry', entry: { sequence: 1, previous: 0, conversation: 'c-nobody' } })
  await pass()
  expect([told, app.position.sequence, report.mock.calls.length]).toEqual([[['caughtUp']], 1, 1])
  report.mockRestore()
})
