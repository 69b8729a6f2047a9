// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { itemsOf } from '@/live/messages'
import { textOf } from '@/live/timeline'
import { LATER, ModelHub, seeded } from '../../../test/model-hub'
import { heal, isGood, keepsOrder, mishap, Page } from '../../../test/page'
import { pass, until } from '../../../test/time'
import { useAccount } from './account'
import { useLink } from './link'
import { useLive } from './live'
import { KEPT, KEPT_ENTRIES, MOST_ENTRIES, useThreads } from './threads'

const CONVERSATIONS = ['c-1', 'c-2']

let hub: ModelHub
let page: Page

function begin(seed: number): void {
  hub = new ModelHub(seeded(seed))
  vi.spyOn(Math, 'random').mockImplementation(seeded(-seed))
  page = new Page(hub)
  load('ada')
}

function load(name: string): void {
  setActivePinia(createPinia())
  useAccount().me = { tenant: 'default', name, role: 'agent', csrf: '', mustChangePassword: false }
  useLive().start()
  look('c-1')
}

function look(conversation: string): void {
  void useThreads()
    .open(conversation)
    .catch(() => undefined)
}

function reload(name = 'ada'): void {
  page.unload()
  load(name)
}

function write(conversation: string, text: string) {
  return useThreads().write(conversation, { type: 'reply', parts: [{ type: 'text', text }] })
}

function shown(conversation: string): string[] {
  const timeline = useThreads().threads.get(conversation)?.timeline
  return (timeline ? itemsOf(timeline) : []).flatMap((item) =>
    item.type === 'message' ? [textOf(item.parts) + (item.state === 'failed' ? '!' : item.state === 'sending' ? '…' : '')] : item.type === 'unknown' ? [`? ${item.kind}`] : [],
  )
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_772_000_000_000 })
  localStorage.clear()
})

afterEach(() => {
  page.unload()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test.each(Array.from({ length: 30 }, (_, index) => index + 1))('what an agent writes is stored once and in its order, whatever happens (%i)', { timeout: 60_000 }, async (seed) => {
  begin(seed)
  const written: string[] = []
  const of = (conversation: string) => written.filter((text) => text.includes(conversation))
  keepsOrder(hub, written)
  for (let step = 0; step < 120; step++) {
    if (hub.chance(0.5)) {
      const conversation = CONVERSATIONS[Math.floor(hub.random() * 2)] ?? ''
      const text = `${hub.chance(0.02) ? 'poison' : 'text'} ${conversation} ${step}`
      written.push(text)
      write(conversation, text)
    }
    if (hub.chance(0.1)) look(CONVERSATIONS[Math.floor(hub.random() * 2)] ?? '')
    if (hub.chance(0.25)) mishap(hub)
    if (hub.chance(0.05)) {
      expect(page.asksBeforeLeaving()).toBe(false)
      reload()
    }
    await pass(hub.random() * 600)
  }
  heal(hub)
  await until(() => hub.texts().length >= written.filter(isGood).length && useLink().unsent().every(({ problem }) => problem))
  await pass(30_000)

  expect(hub.texts().join(), 'stored').toBe(written.filter(isGood).join())
  for (const conversation of CONVERSATIONS) {
    look(conversation)
    await pass(5_000)
    const all = shown(conversation)
    expect(hub.texts(conversation).join(), conversation).toBe(of(conversation).filter(isGood).join())
    expect(all.filter(isGood).join(), conversation).toBe(of(conversation).filter(isGood).slice(-all.filter(isGood).length).join())
    expect(all.filter((text) => !isGood(text)).join(), conversation).toBe(of(conversation).filter((text) => !isGood(text)).map((text) => `${text}!`).join())
  }
})

test('a text that is too long is refused where it was written, and nothing waits behind it', async () => {
  begin(1)
  await pass(2_000)

  expect(write('c-1', '字'.repeat(50_000))).toMatchObject({ code: 'too-large', size: 150_000, most: 65_536 })
  expect(write('c-2', 'Hello')).toBeUndefined()
  await pass(1_000)
  expect(hub.texts()).toEqual(['Hello'])
  expect(shown('c-1')).toEqual([])
})

test('what one agent wrote is neither shown nor sent to the next at the same window', async () => {
  begin(1)
  await pass(2_000)
  hub.stop()
  write('c-1', 'from ada')
  expect(shown('c-1')).toEqual(['from ada…'])

  reload('bob')
  heal(hub)
  await pass(60_000)
  expect(shown('c-1')).toEqual([])
  expect(hub.texts()).toEqual([])

  reload('ada')
  await pass(5_000)
  expect(hub.texts()).toEqual(['from ada'])
  expect(shown('c-1')).toEqual(['from ada'])
})

test('where the browser has no room, it asks before the page is left with something unsent', async () => {
  const keep = localStorage.setItem.bind(localStorage)
  const full = (key: string, value: string): void => {
    if (key.startsWith('omnihub.outbox')) throw new DOMException('full', 'QuotaExceededError')
    keep(key, value)
  }
  vi.stubGlobal('localStorage', new Proxy(localStorage, { get: (storage, name) => (name === 'setItem' ? full : Reflect.get(storage, name, storage)) }))
  begin(1)
  await pass(2_000)
  hub.stop()
  write('c-1', 'unsent')
  expect(page.asksBeforeLeaving()).toBe(true)

  heal(hub)
  await pass(40_000)
  expect(hub.texts()).toEqual(['unsent'])
  expect(page.asksBeforeLeaving()).toBe(false)
})

test('what a later version of the hub says neither stops the stream nor changes its order', async () => {
  begin(1)
  await pass(2_000)
  write('c-1', 'before')
  await pass(1_000)
  hub.sayLater('c-1')
  await pass(1_000)
  write('c-1', 'after')
  await pass(5_000)
  expect(shown('c-1')).toEqual(['before', ...LATER.shown, 'after'])
})

test('the conversations that were looked at last are kept, and their ends', async () => {
  begin(1)
  await pass(2_000)
  for (let step = 0; step < 2 * KEPT_ENTRIES; step++) write('c-1', `text ${step}`)
  await pass(120_000)
  expect(shown('c-1')).toHaveLength(2 * KEPT_ENTRIES)

  for (let index = 2; index <= KEPT + 10; index++) {
    look(`c-${index}`)
    await pass(1_000)
    if (index === 2) expect(shown('c-1')).toEqual(hub.texts('c-1').slice(-KEPT_ENTRIES))
  }
  expect(useThreads().threads.size).toBe(KEPT)
  expect(useThreads().threads.has('c-1')).toBe(false)

  look('c-1')
  await pass(5_000)
  expect(shown('c-1').at(-1)).toBe(hub.texts('c-1').at(-1))
})

test('one that is open keeps no more than what is looked at, however far up or down that is, and loses nothing', { timeout: 30_000 }, async () => {
  begin(1)
  await pass(2_000)
  const say = (text: string) => hub.submit({ sender: 'v-1', conversation: 'c-1', clientId: `k-${text}`, parts: [{ type: 'text', text }], answer: () => {} })
  for (let step = 0; step <= 2 * MOST_ENTRIES; step++) say(`text ${step}`)
  await pass(10_000)
  useThreads().atEnd('c-1')
  const length = () => useThreads().threads.get('c-1')?.timeline.entries.length ?? 0
  const timeline = () => useThreads().threads.get('c-1')?.timeline
  const step = async (where: 'older' | 'newer') => {
    const done = useThreads()[where]('c-1')
    await pass(500)
    await done
    expect(length()).toBeLessThanOrEqual(MOST_ENTRIES)
  }
  while (!timeline()?.complete) await step('older')
  expect(shown('c-1').slice(0, 2)).toEqual(hub.texts('c-1').slice(0, 2))

  // What comes meanwhile is known, and not kept.
  const before = length()
  say('meanwhile')
  await pass(2_000)
  expect(length()).toBe(before)

  while (timeline()?.rest) await step('newer')
  expect(shown('c-1')).toEqual(hub.texts('c-1').slice(-shown('c-1').length))
  expect(shown('c-1').at(-1)).toBe('meanwhile')

  while (!timeline()?.complete) await step('older')
  write('c-1', 'an answer')
  const latest = useThreads().latest('c-1')
  await pass(2_000)
  await latest
  expect(shown('c-1').slice(-2)).toEqual(['meanwhile', 'an answer'])
})

test('a cursor is kept until there is a later one, and where more has changed than is told the list is read anew', async () => {
  begin(1)
  const { cursors } = hub
  await pass(2_000)
  expect(cursors).toEqual([undefined, 'listed'])
  hub.tell({ type: 'changed', cursor: 'told', conversations: [] })
  hub.tell({ type: 'changed', conversations: [] })
  await pass(2_000)
  hub.cut(1006)
  await pass(10_000)
  expect(cursors.at(-1)).toBe('told')
  const reads = vi.spyOn(globalThis, 'fetch')
  hub.tell({ type: 'changed', cursor: 'anew', anew: true })
  await pass(2_000)
  expect(reads.mock.calls.some(([url]) => String(url).includes('/api/v1/conversations?'))).toBe(true)
})

test('one that is open keeps no more than its end, while nobody looks at its beginning', async () => {
  begin(1)
  await pass(2_000)
  for (let step = 0; step <= MOST_ENTRIES; step++) hub.submit({ sender: 'v-1', conversation: 'c-1', clientId: `k-${step}`, parts: [{ type: 'text', text: `text ${step}` }], answer: () => {} })
  await pass(10_000)
  expect(shown('c-1')).toHaveLength(MOST_ENTRIES + 1)
  useThreads().atEnd('c-1')
  expect(shown('c-1')).toEqual(hub.texts('c-1').slice(-MOST_ENTRIES / 2))
})
