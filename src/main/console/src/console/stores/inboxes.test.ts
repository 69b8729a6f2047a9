// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import type { Conversation } from '@/live/model'
import { useConversations } from './conversations'
import { type Inbox, useInboxes } from './inboxes'

afterEach(() => vi.unstubAllGlobals())

// What the hub answers to each question for its inboxes, and how often it was asked.
function hub(inboxes: () => Partial<Inbox>[]) {
  const asked = vi.fn(() => Promise.resolve(new Response(JSON.stringify({ items: inboxes() }), { headers: { 'Content-Type': 'application/json' } })))
  vi.stubGlobal('fetch', asked)
  return asked
}

function conversation(inbox: string): Conversation {
  const at = '2026-03-01T08:00:00Z'
  return { id: `c-${inbox}`, channel: 'acme', inbox, contact: { id: 'x' }, createdAt: at, changedAt: at, messageAt: at, lastSequence: 1 }
}

test('an inbox that turns up later is asked for, together with the others, and has its name', async () => {
  setActivePinia(createPinia())
  const inboxes = useInboxes()
  const asked = hub(() => [{ id: 'acme-shop', channel: 'acme', name: 'Acme 商店' }, { id: 'nameless', channel: 'acme', name: '' }])
  expect(inboxes.nameOf('acme-shop')).toBe('acme-shop')

  useConversations().put([conversation('acme-shop'), conversation('nameless'), conversation('gone')])
  await vi.waitFor(() => expect(inboxes.nameOf('acme-shop')).toBe('Acme 商店'))
  expect(inboxes.nameOf('nameless')).toBe('nameless')
  expect(asked).toHaveBeenCalledTimes(1)

  // One that is not there is not asked for with each change of its conversations.
  for (let time = 0; time < 3; time++) useConversations().put([conversation('gone'), conversation('acme-shop')])
  await Promise.resolve()
  expect(asked).toHaveBeenCalledTimes(1)
})

test('what a question had asked before a change is not the answer after it', async () => {
  setActivePinia(createPinia())
  const inboxes = useInboxes()
  const answers: ((body: unknown) => void)[] = []
  const answered = (body: unknown) => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  vi.stubGlobal(
    'fetch',
    vi.fn((address: string) =>
      String(address).endsWith('/pause') ? Promise.resolve(answered({})) : new Promise((resolve) => answers.push((body) => resolve(answered(body)))),
    ),
  )
  const before = { items: [{ id: 'acme-shop', channel: 'acme', name: '' }] }
  const after = { items: [{ id: 'acme-shop', channel: 'acme', name: '', held: { state: 'paused' } }] }

  const polled = inboxes.load()
  const held = inboxes.hold('inboxes', 'acme-shop', 'pause')
  await new Promise((resolve) => setTimeout(resolve))
  answers[0]?.(before)
  await polled
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.(after)
  await held
  expect(inboxes.inboxes.get('acme-shop')?.held?.state).toBe('paused')
})

test('a picture is where the channel shows some', () => {
  setActivePinia(createPinia())
  const inboxes = useInboxes()
  const plain: Inbox = { id: 'plain', channel: 'x', name: '', sends: [] }
  inboxes.inboxes = new Map([
    ['plain', plain],
    ['seen', { ...plain, id: 'seen', abilities: ['avatars'] }],
  ])

  expect(inboxes.avatar(conversation('plain'))).toBeUndefined()
  expect(inboxes.avatar(undefined)).toBeUndefined()
  expect(inboxes.avatar(conversation('seen'))).toBe('/api/v1/conversations/c-seen/avatar')
  expect(inboxes.avatar(conversation('seen'), 'ou_1&x')).toBe('/api/v1/conversations/c-seen/avatar?person=ou_1%26x')
})

test('it is known beforehand how a file goes', () => {
  setActivePinia(createPinia())
  const inboxes = useInboxes()
  const able: Inbox = { id: 'able', channel: 'x', name: '', sends: ['text', 'image'], largest: { image: 10 } }
  inboxes.inboxes = new Map([
    ['able', able],
    ['linking', { ...able, links: true }],
  ])

  expect(inboxes.way('able', 'image', 10)).toBe('itself')
  expect(inboxes.way('able', 'image', 11)).toBe('none')
  expect(inboxes.way('able', 'file', 1)).toBe('none')
  expect(inboxes.way('linking', 'image', 10)).toBe('itself')
  expect(inboxes.way('linking', 'image', 11)).toBe('link')
  expect(inboxes.way('linking', 'file', 1)).toBe('link')
  expect(inboxes.way('unknown', 'file', 1)).toBe('itself')
})
