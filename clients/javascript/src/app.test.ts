import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pass } from '../../../src/main/console/test/time'
import { Wire } from '../../../src/main/console/test/wire'
import { ApiError } from './api'
import { OmniHubClient } from './app'
import type { ClientOptions } from './client'
import type { Store } from './store'

interface Call {
  who: string
  what: string
  body?: unknown
}

let calls: Call[]
// What the hub answers next; else that it is done, or that nothing was said yet.
let answers: (Response | Promise<Response>)[]
let said: boolean
let clients: OmniHubClient[]

beforeEach(() => {
  vi.useFakeTimers()
  Wire.opened = []
  calls = []
  answers = []
  said = false
  clients = []
})

afterEach(async () => {
  for (const each of clients) each.close()
  await pass()
  expect(vi.getTimerCount(), 'nothing keeps a process alive').toBe(0)
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const hub = (async (url: string, { method, headers, body }: RequestInit = {}) => {
  const [, path = ''] = url.split('/api/v1/')
  const given: unknown = body && JSON.parse(String(body))
  if (path === 'visitors') {
    const { user = 'nobody' } = given as { user?: string }
    return Response.json({ token: user, visitor: `v-${user}`, conversation: `c-${user}`, expires: '2100-01-01T00:00:00Z', identified: true })
  }
  const who = (headers as Record<string, string>).Authorization?.replace('Visitor ', '') ?? ''
  calls.push({ who, what: `${method} ${path.replace('visitor/', '')}`, ...(given ? { body: given } : {}) })
  return answers.shift() ?? (said || method === 'DELETE' ? new Response(null, { status: 204 }) : refused(409))
}) as typeof fetch

function refused(status: number, detail = 'no'): Response {
  return Response.json({ detail }, { status })
}

function client(options: Partial<ClientOptions> = {}): OmniHubClient {
  const made = new OmniHubClient({ hub: 'http://hub', site: 'mobile', gateway: { url: 'ws://hub' }, fetch: hub, WebSocket: Wire, ...options })
  clients.push(made)
  return made
}

function named(name: string): { id: string; token(): string } {
  return { id: name, token: () => name }
}

// A message is said, and the hub has stored it.
async function talk(app: OmniHubClient): Promise<void> {
  if (Wire.opened.length === 0) app.start()
  await pass()
  const wire = Wire.opened.at(-1) ?? expect.fail('no connection')
  wire.welcome()
  const clientId = app.send('hello')
  await pass()
  said = true
  wire.says({ type: 'acknowledged', clientId, conversation: 'c-nobody', sequence: 1 })
  await pass()
}

function stored(): Store {
  const texts = new Map<string, string>()
  return {
    get length() {
      return texts.size
    },
    key: (index) => [...texts.keys()][index] ?? null,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => void texts.set(key, value),
    removeItem: (key) => void texts.delete(key),
  }
}

function whats(): string[] {
  return calls.map(({ what }) => what.replace(/devices\/[\w-]{16,64}$/, 'device'))
}

test('of a user who has said nothing yet the device is registered, and the app told of, once the first message is stored', async () => {
  const app = client()
  await app.registerDevice('fcm', 't-1', 'com.example.cups', 'zh-CN')
  await app.context({ version: '2.3', screen: 'Home' })
  await app.context({ screen: 'Cart' })
  expect(whats()).toEqual(['PUT device', 'POST context', 'POST context'])
  calls = []
  await talk(app)
  expect(whats()).toEqual(['PUT device', 'POST context'])
  expect(calls.map(({ body }) => body)).toEqual([
    { kind: 'fcm', token: 't-1', app: 'com.example.cups', locale: 'zh-CN' },
    { facts: { version: '2.3', screen: 'Cart' } },
  ])
  await talk(app)
  expect(calls, 'once').toHaveLength(2)
})

test('what waits for the first message waits through a broken connection', async () => {
  const app = client()
  await app.registerDevice('fcm', 't-1')
  app.start()
  await pass()
  Wire.opened[0]?.onerror?.()
  await pass(1_000)
  expect(Wire.opened).toHaveLength(2)
  await talk(app)
  expect(whats()).toEqual(['PUT device', 'PUT device'])
})

test('a device is the same at each start and for each user, and another one in another store', async () => {
  said = true
  const store = stored()
  const app = client({ store })
  await app.registerDevice('fcm', 't-1')
  await app.unregisterDevice()
  app.reset()
  await app.registerDevice('fcm', 't-1')
  await client({ store, user: named('ada') }).registerDevice('fcm', 't-2')
  await client({ store: stored() }).registerDevice('fcm', 't-3')
  const ids = calls.map(({ what }) => what.split('/')[1])
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(ids.map((id) => id === ids[0])).toEqual([true, true, true, true, false])
})

test('where nothing can be kept the device is the same while the page is', async () => {
  said = true
  const app = client()
  await app.registerDevice('fcm', 't-1')
  await app.unregisterDevice()
  expect(new Set(calls.map(({ what }) => what.split('/')[1])).size).toBe(1)
})

test('a message that is stored while the hub says that there is none has it done all the same', async () => {
  const app = client()
  let answer = (_: Response): void => {}
  answers = [new Promise((resolve) => (answer = resolve))]
  const registered = app.registerDevice('fcm', 't-1')
  await talk(app)
  answer(refused(409))
  await registered
  expect(whats()).toEqual(['PUT device', 'PUT device'])
})

test('what was said later is not undone by what had to wait', async () => {
  const app = client()
  await app.context({ screen: 'Home' })
  said = true
  await app.context({ screen: 'Cart' })
  await talk(app)
  expect(calls.map(({ body }) => body)).toEqual([{ facts: { screen: 'Home' } }, { facts: { screen: 'Cart' } }])
})

test('calls go to the hub one after another', async () => {
  said = true
  const app = client()
  let answer = (_: Response): void => {}
  answers = [new Promise((resolve) => (answer = resolve))]
  const first = app.registerDevice('fcm', 't-1')
  const second = app.unregisterDevice()
  await pass()
  expect(whats()).toEqual(['PUT device'])
  answer(new Response(null, { status: 204 }))
  await Promise.all([first, second])
  expect(whats()).toEqual(['PUT device', 'DELETE device'])
})

test('a device that is to be woken no more is not registered by what had to wait', async () => {
  const app = client()
  await app.registerDevice('fcm', 't-1')
  await app.unregisterDevice()
  await talk(app)
  expect(whats()).toEqual(['PUT device', 'DELETE device'])
})

test('nothing is registered or told in the name of the next user', async () => {
  const app = client({ user: named('ada') })
  await app.registerDevice('fcm', 't-1')
  await app.context({ screen: 'Home' })
  expect(await app.identify(named('bert'))).toBe(true)
  await talk(app)
  app.reset()
  await app.context({ version: '2.3' })
  expect(calls.map(({ who, what }) => `${who} ${what.split(/[ /]/)[1]}`)).toEqual(['ada devices', 'ada context', 'nobody context'])
  expect(calls.at(-1)?.body).toEqual({ facts: { version: '2.3' } })
})

test('what is under way when another user comes is not done in that name', async () => {
  said = true
  const app = client()
  const registering = app.registerDevice('fcm', 't-1')
  app.reset(named('bert'))
  await expect(registering).rejects.toThrow('Somebody else')
  await app.registerDevice('fcm', 't-1')
  expect(calls.map(({ who }) => who)).toEqual(['bert'])
})

test('who logs in again as the same keeps what waits', async () => {
  const app = client({ user: named('ada') })
  await app.registerDevice('fcm', 't-1')
  expect(await app.identify(named('ada'))).toBe(false)
  await talk(app)
  expect(whats()).toEqual(['PUT device', 'PUT device'])
})

test('a token that the hub no longer takes is renewed', async () => {
  said = true
  answers = [refused(401)]
  await client().registerDevice('fcm', 't-1')
  expect(whats()).toEqual(['PUT device', 'PUT device'])
})

test('what the hub does not take is told, and spoils nothing that follows', async () => {
  said = true
  const app = client()
  answers = [refused(400, 'facts: too many')]
  await expect(app.context({ screen: 'x'.repeat(501) })).rejects.toThrow(new ApiError(400, 'facts: too many'))
  await app.context({ version: '2.3' })
  expect(calls.at(-1)?.body).toEqual({ facts: { version: '2.3' } })
})

test('an empty text is told once', async () => {
  said = true
  const app = client()
  await app.context({ version: '2.3', screen: 'Cart' })
  await app.context({ screen: '' })
  await app.context({ platform: 'Web' })
  expect(calls.map(({ body }) => (body as { facts: unknown }).facts)).toEqual([
    { version: '2.3', screen: 'Cart' },
    { version: '2.3', screen: '' },
    { version: '2.3', platform: 'Web' },
  ])
})

test('what had to wait and fails is done after the next message, and is reported once where it never can be', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => {})
  const app = client()
  await app.registerDevice('nothing', 't-1')
  answers = [refused(503)]
  await talk(app)
  expect([whats().length, report.mock.calls.length]).toEqual([2, 0])
  answers = [refused(400, 'kind must be one of fcm')]
  await talk(app)
  await talk(app)
  expect([whats().length, report.mock.calls]).toEqual([3, [[new ApiError(400, 'kind must be one of fcm')]]])
})
