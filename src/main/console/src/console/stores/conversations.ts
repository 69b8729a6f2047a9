import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, triggerRef } from 'vue'
import type { Conversation } from '@/live/model'
import { personName } from '@/text/person'
import { get } from '../api'
import { useAccount } from './account'
import { byPlace, type Order, type Place, placeOf } from './order'
import { usePreferences } from './preferences'
import { useSeen } from './seen'

export const VIEWS = ['mine', 'unassigned', 'pending', 'resolved', 'all'] as const
export type View = (typeof VIEWS)[number]

// Those in which somebody may wait: what they hold is counted.
export const COUNTED = ['mine', 'unassigned', 'pending'] as const satisfies View[]
export type CountedView = (typeof COUNTED)[number]

const PAGE = 50

interface Loaded {
  state: 'no' | 'loading' | 'yes' | 'failed'
  cursor?: string
  // What stands further down is not all here.
  end?: Place
}

interface Page {
  items: Conversation[]
  nextCursor?: string
}

// The conversations that are known, and how far each view was read.
export const useConversations = defineStore('conversations', () => {
  const account = useAccount()
  const preferences = usePreferences()
  const known = shallowRef(new Map<string, Conversation>())
  const view = ref<View>('mine')
  const loaded = reactive(Object.fromEntries(VIEWS.map((each) => [each, nothing()])) as Record<View, Loaded>)
  const seen = useSeen(() => `${account.me?.tenant ?? ''}/${account.me?.name ?? ''}`)
  // The open conversation stays where it stood until another is opened, whatever becomes of it.
  const kept = ref<Place | undefined>()

  const shown = computed(() => {
    const { end, cursor } = loaded[view.value]
    const belongs = belongsTo(view.value, account.me?.name ?? '')
    const order = preferences.order
    const found: { conversation: Conversation; place: Place }[] = []
    for (const conversation of known.value.values()) {
      const isKept = conversation.id === kept.value?.id
      if (!isKept && !belongs(conversation)) continue
      const place = isKept && kept.value ? kept.value : placeOf(conversation, order)
      if (isKept || !cursor || !end || byPlace(place, end) <= 0) found.push({ conversation, place })
    }
    return found.sort((a, b) => byPlace(a.place, b.place)).map(({ conversation }) => conversation)
  })

  const counts = computed(() => Object.fromEntries(COUNTED.map((each) => [each, count(each)])) as Record<CountedView, Count>)

  function count(of: View): Count {
    const belongs = belongsTo(of, account.me?.name ?? '')
    let all = 0
    let waiting = 0
    for (const each of known.value.values()) {
      if (!belongs(each)) continue
      all++
      if (each.waitingSince) waiting++
    }
    return { all, waiting, more: loaded[of].cursor !== undefined }
  }

  // Who has waited longest in a view.
  function longest(of: View): Conversation | undefined {
    const belongs = belongsTo(of, account.me?.name ?? '')
    let found: Conversation | undefined
    for (const each of known.value.values()) {
      if (!each.waitingSince || !belongs(each)) continue
      if (!found || byPlace(placeOf(each, 'waiting'), placeOf(found, 'waiting')) < 0) found = each
    }
    return found
  }

  function put(conversations: Conversation[]): void {
    for (const each of conversations) {
      const before = known.value.get(each.id)
      if (!before || before.lastSequence <= each.lastSequence) known.value.set(each.id, each)
    }
    if (conversations.length > 0) triggerRef(known)
  }

  // The first page of the view, and of those that are counted.
  async function load(): Promise<void> {
    const others = COUNTED.filter((each) => each !== view.value)
    await Promise.all([page(view.value, undefined), ...others.map((each) => page(each, undefined).catch(() => undefined))])
  }

  async function choose(now: View): Promise<void> {
    view.value = now
    kept.value = undefined
    if (loaded[now].state !== 'yes') await page(now, undefined)
  }

  async function orderBy(order: Order): Promise<void> {
    if (preferences.order === order) return
    preferences.order = order
    kept.value = undefined
    for (const each of VIEWS) loaded[each] = nothing()
    await load()
  }

  // Holds what is opened where it stands, if it stands in the list.
  function keep(id: string | undefined): void {
    if (kept.value?.id === id) return
    kept.value = undefined
    const found = shown.value.find((each) => each.id === id)
    kept.value = found && placeOf(found, preferences.order)
  }

  async function more(): Promise<void> {
    const { state, cursor } = loaded[view.value]
    if (state === 'yes' && cursor) await page(view.value, cursor)
  }

  async function page(of: View, cursor: string | undefined): Promise<void> {
    if (loaded[of].state === 'loading') return
    loaded[of].state = 'loading'
    const order = preferences.order
    try {
      const read = await get<Page>('/api/v1/conversations', { ...query(of, account.me?.name ?? ''), order, limit: PAGE, cursor })
      if (order !== preferences.order) return
      put(read.items)
      const last = read.items.at(-1)
      loaded[of] = { state: 'yes', cursor: read.nextCursor, end: last && placeOf(last, order) }
    } catch (problem) {
      loaded[of].state = 'failed'
      throw problem
    }
  }

  async function find(id: string): Promise<Conversation> {
    const found = await get<Conversation>(`/api/v1/conversations/${encodeURIComponent(id)}`)
    put([found])
    return found
  }

  // The conversations of those who are known by an id somewhere, or whose name, as far as it is known here, has the words.
  async function search(words: string): Promise<Conversation[]> {
    const { items: contacts } = await get<{ items: { id: string }[] }>('/api/v1/contacts', { externalId: words, limit: 10 })
    const pages = await Promise.all(contacts.map(({ id }) => get<Page>('/api/v1/conversations', { contact: id, limit: 10 })))
    put(pages.flatMap(({ items }) => items))
    const ids = new Set(contacts.map(({ id }) => id))
    const small = words.toLowerCase()
    return [...known.value.values()]
      .filter(({ contact }) => ids.has(contact.id) || personName(contact, preferences.language).toLowerCase().includes(small))
      .sort((a, b) => byPlace(placeOf(a, 'message'), placeOf(b, 'message')))
      .slice(0, PAGE)
  }

  function isUnread(conversation: Conversation): boolean {
    const last = conversation.lastMessage
    return last?.direction === 'inbound' && last.sequence > seen.upTo(conversation.id)
  }

  // When the last change of those that are known was; nothing where none are.
  function newest(): string | undefined {
    let found: string | undefined
    for (const { changedAt } of known.value.values()) {
      if (!found || Date.parse(changedAt) > Date.parse(found)) found = changedAt
    }
    return found
  }

  // Everything anew: the log was restored, or somebody else has logged in.
  function forget(): void {
    known.value = new Map()
    kept.value = undefined
    for (const each of VIEWS) loaded[each] = nothing()
  }

  return { known, view, loaded, shown, counts, longest, put, load, choose, orderBy, keep, more, find, search, isUnread, see: seen.see, newest, forget }
})

// How many a view holds as far as it was read, how many of them wait, and whether there are more.
export interface Count {
  all: number
  waiting: number
  more: boolean
}

function nothing(): Loaded {
  return { state: 'no' }
}

function belongsTo(view: View, me: string): (conversation: Conversation) => boolean {
  switch (view) {
    case 'mine':
      return ({ session }) => session?.status === 'open' && session.assignee === me
    case 'unassigned':
      return ({ session }) => session?.status === 'open' && !session.assignee
    case 'pending':
      return ({ session }) => session?.status === 'pending'
    case 'resolved':
      return ({ session }) => session?.status === 'resolved'
    case 'all':
      return () => true
  }
}

function query(view: View, me: string): Record<string, string | undefined> {
  switch (view) {
    case 'mine':
      return { status: 'open', assignee: me }
    case 'unassigned':
      return { status: 'open', assignee: '' }
    case 'pending':
      return { status: 'pending' }
    case 'resolved':
      return { status: 'resolved' }
    case 'all':
      return {}
  }
}
