import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, triggerRef } from 'vue'
import type { ClientFrame } from '@client/frames'
import type { Conversation } from '@/live/model'
import { personName } from '@/text/person'
import { get } from '../api'
import { useAccount } from './account'
import { useInboxes } from './inboxes'
import { byPlace, type Order, type Place, placeOf } from './order'
import { usePreferences } from './preferences'
import { useSeen } from './seen'

export const VIEWS = ['mine', 'unassigned', 'pending', 'resolved', 'all'] as const
export type View = (typeof VIEWS)[number]

// Those in which somebody may wait: what they hold is counted.
export const COUNTED = ['mine', 'unassigned', 'pending'] as const satisfies View[]
export type CountedView = (typeof COUNTED)[number]

const PAGE = 50
// A view that has grown longer than this is read anew while its top is looked at, or it is only counted.
export const MOST_ROWS = 500

interface Loaded {
  state: 'no' | 'loading' | 'yes' | 'failed'
  cursor?: string
  // What stands further down is not all here.
  end?: Place
}

interface Page {
  items: Conversation[]
  nextCursor?: string
  upTo: string
}

// The conversations that are known, and how far each view was read. Known is what the hub tells of: what stands in the view
// that is shown, or in one that is counted, as far as it was read; what is open; and what was found.
export const useConversations = defineStore('conversations', () => {
  const account = useAccount()
  const preferences = usePreferences()
  const known = shallowRef(new Map<string, Conversation>())
  const view = ref<View>('mine')
  const loaded = reactive(Object.fromEntries(VIEWS.map((each) => [each, nothing()])) as Record<View, Loaded>)
  const seen = useSeen(() => `${account.me?.tenant ?? ''}/${account.me?.name ?? ''}`)
  // The open conversation stays where it stood until another is opened, whatever becomes of it.
  const kept = ref<Place | undefined>()
  let opened: string | undefined
  // How far the log was read before the list was.
  const readUpTo = ref<string | undefined>()
  // When each was asked for or told, counted.
  const learnt = new WeakMap<Conversation, number>()
  let turn = 0
  const found = ref<string[] | undefined>()

  // What the hub is to tell of: all while something was found anywhere.
  const followed = computed<ListView[]>(() => (found.value || view.value === 'all' ? [] : [...new Set([...COUNTED, view.value])].map((each) => FILTERS[each](me()))))

  function me(): string {
    return account.me?.name ?? ''
  }

  // Whether it stands in a view as far as that was read.
  function isWithin(of: View, conversation: Conversation): boolean {
    const { cursor, end } = loaded[of]
    return fits(FILTERS[of](me()), conversation) && (!cursor || !end || byPlace(placeOf(conversation, preferences.order), end) <= 0)
  }

  // Of what leaves all that is followed nothing more is told, so nothing is known of it any longer.
  function letGo(): void {
    const views = new Set<View>([...COUNTED, view.value])
    for (const [id, conversation] of known.value) {
      if (id === opened || found.value?.includes(id) || [...views].some((each) => isWithin(each, conversation))) continue
      known.value.delete(id)
    }
  }

  const shown = computed(() => {
    const order = preferences.order
    const rows: { conversation: Conversation; place: Place }[] = []
    for (const conversation of known.value.values()) {
      if (conversation.id === kept.value?.id) rows.push({ conversation, place: kept.value })
      else if (isWithin(view.value, conversation)) rows.push({ conversation, place: placeOf(conversation, order) })
    }
    return rows.sort((a, b) => byPlace(a.place, b.place)).map(({ conversation }) => conversation)
  })

  const counts = computed(() => Object.fromEntries(COUNTED.map((each) => [each, count(each)])) as Record<CountedView, Count>)

  function count(of: View): Count {
    const filter = FILTERS[of](me())
    let all = 0
    let waiting = 0
    for (const each of known.value.values()) {
      if (!fits(filter, each)) continue
      all++
      if (each.waitingSince) waiting++
    }
    return { all, waiting, more: loaded[of].cursor !== undefined }
  }

  // Who has waited longest in a view.
  function longest(of: View): Conversation | undefined {
    const filter = FILTERS[of](me())
    let longest: Conversation | undefined
    for (const each of known.value.values()) {
      if (!each.waitingSince || !fits(filter, each)) continue
      if (!longest || byPlace(placeOf(each, 'waiting'), placeOf(longest, 'waiting')) < 0) longest = each
    }
    return longest
  }

  // `asked` is when these were asked for; of two that are as new by their last entry, the one asked for later counts, since
  // a name changes without one.
  function put(conversations: Conversation[], asked = ++turn): void {
    for (const each of conversations) {
      const before = known.value.get(each.id)
      if (before && (before.lastSequence > each.lastSequence || (before.lastSequence === each.lastSequence && (learnt.get(before) ?? 0) > asked))) continue
      known.value.set(each.id, each)
      learnt.set(each, asked)
      useInboxes().meet(each.inbox)
    }
    if (conversations.length === 0) return
    letGo()
    triggerRef(known)
    for (const each of COUNTED) if (each !== view.value && counts.value[each].all > MOST_ROWS) void page(each, undefined).catch(() => undefined)
  }

  // The first page of the view, and then of those that are counted.
  async function load(): Promise<void> {
    const others = COUNTED.filter((each) => each !== view.value)
    try {
      readUpTo.value = (await page(view.value, undefined)) ?? readUpTo.value
    } finally {
      await Promise.all(others.map((each) => page(each, undefined).catch(() => undefined)))
    }
  }

  // More has changed than was told.
  async function renew(): Promise<void> {
    const open = opened
    forget()
    await Promise.all([load(), open === undefined ? undefined : find(open)])
  }

  async function choose(now: View): Promise<void> {
    const before = view.value
    view.value = now
    kept.value = undefined
    found.value = undefined
    // Of what is neither shown nor counted nothing is told.
    if (before !== now && !isCounted(before)) loaded[before] = nothing()
    letGo()
    if (loaded[now].state !== 'yes') await page(now, undefined)
  }

  // The top is looked at: what has come to a long list since is read again when it is scrolled to.
  async function atTop(): Promise<void> {
    if (shown.value.length > MOST_ROWS) await page(view.value, undefined)
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
    opened = id
    if (kept.value?.id === id) return
    kept.value = undefined
    const row = shown.value.find((each) => each.id === id)
    kept.value = row && placeOf(row, preferences.order)
  }

  async function more(): Promise<void> {
    const { state, cursor } = loaded[view.value]
    if (state === 'yes' && cursor) await page(view.value, cursor)
  }

  async function page(of: View, cursor: string | undefined): Promise<string | undefined> {
    if (loaded[of].state === 'loading') return undefined
    loaded[of].state = 'loading'
    const order = preferences.order
    const asked = ++turn
    try {
      const read = await get<Page>('/api/v1/conversations', { ...query(FILTERS[of](me())), order, limit: PAGE, cursor })
      if (order !== preferences.order || (of !== view.value && !isCounted(of))) return undefined
      const last = read.items.at(-1)
      loaded[of] = { state: 'yes', cursor: read.nextCursor, end: last && placeOf(last, order) }
      put(read.items, asked)
      return read.upTo
    } catch (problem) {
      loaded[of].state = 'failed'
      throw problem
    }
  }

  async function find(id: string): Promise<Conversation> {
    const asked = ++turn
    const conversation = await get<Conversation>(`/api/v1/conversations/${encodeURIComponent(id)}`)
    put([conversation], asked)
    return conversation
  }

  // The conversations of those who are known by an id somewhere, or whose name, as far as it is known here, has the words.
  async function search(words: string): Promise<Conversation[]> {
    const { items: contacts } = await get<{ items: { id: string }[] }>('/api/v1/contacts', { externalId: words, limit: 10 })
    const pages = await Promise.all(contacts.map(({ id }) => get<Page>('/api/v1/conversations', { contact: id, limit: 10 })))
    const items = pages.flatMap((each) => each.items)
    found.value = items.map(({ id }) => id)
    put(items)
    const ids = new Set(contacts.map(({ id }) => id))
    const small = words.toLowerCase()
    return [...known.value.values()]
      .filter(({ contact }) => ids.has(contact.id) || personName(contact, preferences.language).toLowerCase().includes(small))
      .sort((a, b) => byPlace(placeOf(a, 'message'), placeOf(b, 'message')))
      .slice(0, PAGE)
  }

  // Nobody is looked for any longer.
  function endSearch(): void {
    found.value = undefined
    letGo()
  }

  function isUnread(conversation: Conversation): boolean {
    const last = conversation.lastMessage
    return last?.direction === 'inbound' && last.sequence > seen.upTo(conversation.id)
  }

  // Everything anew: the log was restored, or somebody else has logged in.
  function forget(): void {
    known.value = new Map()
    kept.value = found.value = readUpTo.value = undefined
    for (const each of VIEWS) loaded[each] = nothing()
  }

  return { known, view, loaded, shown, counts, followed, longest, put, load, choose, atTop, orderBy, keep, more, find, search, endSearch, isUnread, see: seen.see, readUpTo, renew, forget }
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

function isCounted(view: View): boolean {
  return COUNTED.some((each) => each === view)
}

type ListView = NonNullable<Extract<ClientFrame, { type: 'list' }>['views']>[number]

// What each view holds, as the hub is told.
const FILTERS: Record<View, (me: string) => ListView> = {
  mine: (me) => ({ status: 'open', assignee: me }),
  unassigned: () => ({ status: 'open', unassigned: true }),
  pending: () => ({ status: 'pending' }),
  resolved: () => ({ status: 'resolved' }),
  all: () => ({}),
}

function fits({ status, assignee, unassigned }: ListView, { session }: Conversation): boolean {
  return (!status || session?.status === status) && (!assignee || session?.assignee === assignee) && (!unassigned || (session !== undefined && !session.assignee))
}

function query({ status, assignee, unassigned }: ListView): Record<string, string | undefined> {
  return { status, assignee: unassigned ? '' : assignee }
}
