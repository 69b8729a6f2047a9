import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, triggerRef } from 'vue'
import type { Conversation } from '@/live/model'
import { get } from '../api'
import { useAccount } from './account'

export const VIEWS = ['mine', 'unassigned', 'all', 'resolved'] as const
export type View = (typeof VIEWS)[number]

const PAGE = 50

interface Loaded {
  state: 'no' | 'loading' | 'yes' | 'failed'
  cursor?: string
  // What changed before is not all here.
  oldest: string
}

interface Page {
  items: Conversation[]
  nextCursor?: string
}

// The conversations that are known, and how far each view was read.
export const useConversations = defineStore('conversations', () => {
  const account = useAccount()
  const known = shallowRef(new Map<string, Conversation>())
  const view = ref<View>('mine')
  const loaded = reactive(Object.fromEntries(VIEWS.map((each) => [each, nothing()])) as Record<View, Loaded>)
  const seen = reactive(new Map<string, number>(Object.entries(readSeen())))

  const shown = computed(() => {
    const { oldest, cursor } = loaded[view.value]
    const belongs = belongsTo(view.value, account.me?.name ?? '')
    const found: Conversation[] = []
    for (const each of known.value.values()) {
      if (belongs(each) && (!cursor || each.changedAt >= oldest)) found.push(each)
    }
    return found.sort((a, b) => (a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : a.id < b.id ? 1 : -1))
  })

  function put(conversations: Conversation[]): void {
    for (const each of conversations) {
      const before = known.value.get(each.id)
      if (!before || before.changedAt <= each.changedAt) known.value.set(each.id, each)
    }
    if (conversations.length > 0) triggerRef(known)
  }

  async function load(): Promise<void> {
    await page(view.value, undefined)
  }

  async function more(): Promise<void> {
    const { state, cursor } = loaded[view.value]
    if (state === 'yes' && cursor) await page(view.value, cursor)
  }

  async function page(of: View, cursor: string | undefined): Promise<void> {
    if (loaded[of].state === 'loading') return
    loaded[of].state = 'loading'
    try {
      const read = await get<Page>('/api/v1/conversations', { ...query(of, account.me?.name ?? ''), limit: PAGE, cursor })
      put(read.items)
      loaded[of] = { state: 'yes', cursor: read.nextCursor, oldest: read.items.at(-1)?.changedAt ?? '' }
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

  function isUnread(conversation: Conversation): boolean {
    const last = conversation.lastMessage
    return last?.direction === 'inbound' && last.sequence > (seen.get(conversation.id) ?? 0)
  }

  function see(id: string, sequence: number): void {
    if (sequence <= (seen.get(id) ?? 0)) return
    seen.delete(id)
    seen.set(id, sequence)
    writeSeen(seen)
  }

  // When the last change of those that are known was; nothing where none are.
  function newest(): string | undefined {
    let found: string | undefined
    for (const { changedAt } of known.value.values()) {
      if (!found || changedAt > found) found = changedAt
    }
    return found
  }

  // Everything anew: the log was restored, or somebody else has logged in.
  function forget(): void {
    known.value = new Map()
    for (const each of VIEWS) loaded[each] = nothing()
  }

  return { known, view, loaded, shown, put, load, more, find, isUnread, see, newest, forget }
})

function nothing(): Loaded {
  return { state: 'no', oldest: '' }
}

function belongsTo(view: View, me: string): (conversation: Conversation) => boolean {
  switch (view) {
    case 'mine':
      return ({ session }) => session?.status === 'open' && session.assignee === me
    case 'unassigned':
      return ({ session }) => session?.status === 'open' && !session.assignee
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
    case 'resolved':
      return { status: 'resolved' }
    case 'all':
      return {}
  }
}

// How far this browser has shown each conversation; the last thousand are remembered.
const SEEN = 'omnihub.seen'
const REMEMBERED = 1000

function readSeen(): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(SEEN) ?? '{}') as Record<string, number>
  } catch {
    return {}
  }
}

function writeSeen(seen: Map<string, number>): void {
  localStorage.setItem(SEEN, JSON.stringify(Object.fromEntries([...seen].slice(-REMEMBERED))))
}
