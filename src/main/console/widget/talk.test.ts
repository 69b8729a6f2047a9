// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { textOf } from '@/live/timeline'
import { LATER, ModelHub, seeded } from '../test/model-hub'
import { heal, isGood, keepsOrder, mishap, Page } from '../test/page'
import { pass, until } from '../test/time'
import { MOST_ENTRIES, Talk } from './talk'

let hub: ModelHub
let page: Page
let talk: Talk

function begin(seed: number): void {
  hub = new ModelHub(seeded(seed))
  vi.spyOn(Math, 'random').mockImplementation(seeded(-seed))
  page = new Page(hub)
  load()
}

function load(): void {
  talk = new Talk('shop', { url: 'ws://hub' }, undefined, { became: () => {}, refused: () => {} })
  talk.start()
}

function reload(): void {
  page.unload()
  load()
}

function write(text: string): void {
  talk.write([{ type: 'text', text }])
}

function shown(): string[] {
  return talk.lines.peek().map((line) => (line.type === 'message' ? textOf(line.parts) + (line.state === 'failed' ? '!' : '') : `? ${line.kind}`))
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

test.each(Array.from({ length: 30 }, (_, index) => index + 1))('what a visitor writes is stored once and in its order, whatever happens (%i)', { timeout: 60_000 }, async (seed) => {
  begin(seed)
  const written: string[] = []
  keepsOrder(hub, written)
  for (let step = 0; step < 120; step++) {
    if (hub.chance(0.5)) {
      const text = `${hub.chance(0.02) ? 'poison' : 'text'} ${step}`
      written.push(text)
      write(text)
    }
    if (hub.chance(0.25)) mishap(hub)
    // Until it is known who writes, nothing can be kept for them, and the browser asks.
    if (hub.chance(0.05) && !page.asksBeforeLeaving()) reload()
    await pass(hub.random() * 600)
  }
  heal(hub)
  const good = written.filter(isGood)
  await until(() => hub.texts().length >= good.length && talk.lines.peek().every((line) => line.type !== 'message' || line.state !== 'sending'))
  await pass(30_000)
  for (let page = 0; page < 2; page++) {
    void talk.older()
    await pass(1000)
  }

  expect(hub.texts().join(), 'stored').toBe(good.join())
  expect(shown().filter(isGood).join(), 'shown').toBe(good.join())
  expect(shown().filter((text) => !isGood(text)).join(), 'failed').toBe(written.filter((text) => !isGood(text)).map((text) => `${text}!`).join())
  // The visitor's token, the name under which the visitor writes, and what has failed.
  expect(localStorage).toHaveLength(2 + shown().length - good.length)
})

test('what a later version of the hub says neither stops the stream nor changes its order', async () => {
  begin(1)
  await pass(2_000)
  write('before')
  await pass(1_000)
  hub.sayLater('c-1')
  await pass(1_000)
  write('after')
  await pass(5_000)
  expect(shown()).toEqual(['before', ...LATER.shown, 'after'])
})

test('no more than the end is kept while it is looked at, and what was let go can be read again', async () => {
  begin(1)
  await pass(2_000)
  for (let step = 0; step <= MOST_ENTRIES; step++) hub.submit({ sender: 'v-1', conversation: 'c-1', clientId: `k-${step}`, parts: [{ type: 'text', text: `text ${step}` }], answer: () => {} })
  await pass(10_000)
  expect(shown()).toHaveLength(MOST_ENTRIES + 1)
  talk.atEnd()
  expect(shown()).toEqual(hub.texts().slice(-MOST_ENTRIES / 2))
  void talk.older()
  await pass(1_000)
  expect(shown()).toEqual(hub.texts().slice(-MOST_ENTRIES / 2 - 50))
})
