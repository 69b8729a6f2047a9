// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Conversation } from '@/live/model'
import { useAccount } from './account'
import { MOST_ROWS, useConversations } from './conversations'

let all: Conversation[]
let reads = 0

function conversation(number: number, status: string, assignee = ''): Conversation {
  const at = new Date(1_772_000_000_000 + number * 1000).toISOString()
  const session = { id: `s-${number}`, number: 1, status, assignee, revision: 1, openedAt: at, changedAt: at }
  return { id: `c-${number}`, channel: 'web', inbox: 'shop', contact: { id: `p-${number}` }, createdAt: at, changedAt: at, messageAt: at, lastSequence: 1, session }
}

// As GET /api/v1/conversations, by the last message.
function serve(url: string): Response {
  const { pathname, searchParams: query } = new URL(url, 'http://hub')
  if (pathname !== '/api/v1/conversations') return Response.json(all.find(({ id }) => pathname.endsWith(`/${id}`)) ?? {})
  const fits = ({ session }: Conversation) =>
    (!query.has('status') || session?.status === query.get('status')) && (!query.has('assignee') || session?.assignee === query.get('assignee'))
  const fitting = all.filter(fits).sort((a, b) => Date.parse(b.messageAt) - Date.parse(a.messageAt))
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit'))
  return Response.json({ items: fitting.slice(from, to), nextCursor: to < fitting.length ? String(to) : undefined, upTo: `up-to-${++reads}` })
}

beforeEach(async () => {
  localStorage.clear()
  all = [...Array.from({ length: 60 }, (_, number) => conversation(number, 'resolved', 'ada')), conversation(100, 'open', 'ada'), conversation(101, 'open'), conversation(102, 'pending', 'bob')]
  vi.stubGlobal('fetch', async (url: string) => serve(url))
  setActivePinia(createPinia())
  useAccount().me = { tenant: 'default', name: 'ada', role: 'agent', csrf: '', mustChangePassword: false }
  await useConversations().load()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('the hub is told which views are shown or counted', async () => {
  const conversations = useConversations()
  const counted = [{ status: 'open', assignee: 'ada' }, { status: 'open', unassigned: true }, { status: 'pending' }]
  expect(conversations.followed).toEqual(counted)
  await conversations.choose('resolved')
  expect(conversations.followed).toEqual([...counted, { status: 'resolved' }])
  await conversations.choose('all')
  expect(conversations.followed).toEqual([])
})

test('what leaves every view that is followed is no longer known, unless it is open', () => {
  const conversations = useConversations()
  conversations.keep('c-100')
  conversations.put([{ ...conversation(100, 'resolved', 'ada'), lastSequence: 2 }, { ...conversation(101, 'open', 'bob'), lastSequence: 2 }])
  expect([...conversations.known.keys()].sort()).toEqual(['c-100', 'c-102'])
  expect(conversations.shown.map(({ id }) => id)).toEqual(['c-100'])
  expect([conversations.counts.mine.all, conversations.counts.unassigned.all, conversations.counts.pending.all]).toEqual([0, 0, 1])

  conversations.keep(undefined)
  conversations.put([{ ...conversation(102, 'pending', 'bob'), lastSequence: 2 }])
  expect([...conversations.known.keys()]).toEqual(['c-102'])
})

test('a view that was left is read anew, since nothing was told of it', async () => {
  const conversations = useConversations()
  await conversations.choose('resolved')
  await conversations.more()
  expect(conversations.shown).toHaveLength(60)
  await conversations.choose('mine')
  expect(conversations.known.size).toBe(3)
  all = all.map((each) => (each.id === 'c-59' ? conversation(59, 'open', 'bob') : each))
  await conversations.choose('resolved')
  expect(conversations.shown).toHaveLength(50)
  expect(conversations.known.has('c-59')).toBe(false)
})

test('rows that come and come do not stay for ever while the top is looked at', async () => {
  const conversations = useConversations()
  for (let number = 200; number <= 200 + MOST_ROWS; number++) {
    all.push(conversation(number, 'open', 'ada'))
    conversations.put(all.slice(-1))
  }
  expect(conversations.shown.length).toBeGreaterThan(MOST_ROWS)
  await conversations.atTop()
  expect(conversations.shown.map(({ id }) => id)).toEqual(all.slice(-50).reverse().map(({ id }) => id))
  expect(conversations.known.size).toBeLessThan(60)
  expect(conversations.counts.mine).toMatchObject({ all: 50, more: true })
  await conversations.more()
  expect(conversations.shown).toHaveLength(100)
})

test('a list is followed from before any of its pages was read, and read anew with what is open where more has changed than was told', async () => {
  const conversations = useConversations()
  expect(conversations.readUpTo).toBe(`up-to-${reads - 2}`)
  conversations.keep('c-5')
  await conversations.find('c-5')
  all = [conversation(5, 'resolved', 'ada'), conversation(300, 'open', 'ada')]
  await conversations.renew()
  expect([...conversations.known.keys()].sort()).toEqual(['c-300', 'c-5'])
  expect(conversations.readUpTo).toBe(`up-to-${reads - 2}`)
})

test('a view that is only counted does not grow for ever', async () => {
  const conversations = useConversations()
  for (let number = 200; number <= 200 + MOST_ROWS; number++) {
    all.push(conversation(number, 'open'))
    conversations.put(all.slice(-1))
  }
  await vi.waitFor(() => expect(conversations.counts.unassigned.all).toBeLessThan(60))
  expect(conversations.counts.unassigned.more).toBe(true)
  expect(conversations.known.size).toBeLessThan(60)
})

test('an answer that was asked for earlier does not bring back a name that has changed since', async () => {
  const conversations = useConversations()
  const named = (name: string): Conversation => ({ ...conversation(100, 'open', 'ada'), contact: { id: 'p-100', name } })
  all = [named('A')]
  let answer = (_: Response): void => {}
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)))
  const reading = conversations.find('c-100')
  conversations.put([named('B')])
  answer(serve('/api/v1/conversations/c-100'))
  await reading
  expect(conversations.known.get('c-100')?.contact.name).toBe('B')
  conversations.put([named('A')])
  expect(conversations.known.get('c-100')?.contact.name).toBe('A')
})
