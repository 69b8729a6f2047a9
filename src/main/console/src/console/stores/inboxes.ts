import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Conversation, Part } from '@/live/model'
import { get, post } from '../api'

export interface Inbox {
  id: string
  channel: string
  // How its channel is shown, where the console does not know it.
  channelName?: string
  channelIcon?: string
  name: string
  // Whether nothing is delivered through it, since the contact's client follows the log itself.
  live?: boolean
  status?: { state: 'unknown' | 'online' | 'degraded' | 'offline'; reason: string; sentence: string; since?: string }
  held?: { state: 'paused' | 'draining' | 'drained'; channel: boolean; who: string; since: string; underWay?: number; waiting?: number }
  // The kinds of parts that it can send.
  sends: Part['type'][]
  // Of some of them, how many bytes a file may have.
  largest?: Partial<Record<Part['type'], number>>
  // Whether a file that it can't send goes as a link.
  links?: boolean
  // The longest text of one of the platform's messages: a longer one goes as several.
  text?: { most: number; unit: 'bytes' | 'characters' | 'utf16' }
  // ISO 8601: how long after the contact's last message it takes replies.
  replyWindow?: string
  // How many of the platform's messages it takes until the contact says something again.
  mostReplies?: number
  // What it takes after the contact did something, by the name of the event; a window of zero is nothing at all.
  occasions?: Record<string, { window: string; mostReplies?: number }>
  // ISO 8601: how long after it was sent a message can be edited and taken back.
  editWindow?: string
  recallWindow?: string
  abilities?: Ability[]
}

export type Ability = 'receipts' | 'read-receipts' | 'typing' | 'read' | 'edit' | 'recall' | 'reactions' | 'buttons' | 'templates' | 'avatars' | 'copies'

export type Way = 'itself' | 'link' | 'none'

// An inbox that is not in the list is not asked for again so soon.
const PAUSE = 60_000

// What each inbox is called and can do, so that it is known before anything is sent. An inbox may come, or change, at
// any time: the list is loaded again with each new connection, and when one turns up that it does not have.
export const useInboxes = defineStore('inboxes', () => {
  const inboxes = shallowRef(new Map<string, Inbox>())
  const missed = new Map<string, number>()
  let loading: Promise<void> | undefined

  function load(): Promise<void> {
    loading ??= get<{ items: Inbox[] }>('/api/v1/inboxes')
      .then(({ items }) => {
        inboxes.value = new Map(items.map((each) => [each.id, each]))
      })
      .finally(() => (loading = undefined))
    return loading
  }

  // The list as it is now: what is under way may have been answered before something changed.
  async function reload(): Promise<void> {
    await loading?.catch(() => undefined)
    await load()
  }

  // Something is shown of this inbox.
  function meet(inbox: string): void {
    const before = missed.get(inbox)
    if (inboxes.value.has(inbox) || (before !== undefined && Date.now() - before < PAUSE)) return
    missed.set(inbox, Date.now())
    void reload().catch(() => missed.delete(inbox))
  }

  // What people call it.
  function nameOf(inbox: string): string {
    return inboxes.value.get(inbox)?.name || inbox
  }

  // Where the picture is of a contact, or of who speaks in a group; undefined where its channel shows none.
  function avatar(conversation: Conversation | undefined, person?: string): string | undefined {
    if (!conversation || !can(conversation.inbox, 'avatars')) return undefined
    const whole = `/api/v1/conversations/${encodeURIComponent(conversation.id)}/avatar`
    return person ? `${whole}?person=${encodeURIComponent(person)}` : whole
  }

  // How a file goes: as it is, as a link to it, or not at all. Of an inbox that is not known nothing is said; the hub
  // decides.
  function way(inbox: string | undefined, kind: Part['type'], size: number): Way {
    const known = inbox === undefined ? undefined : inboxes.value.get(inbox)
    if (known === undefined || (known.sends.includes(kind) && size <= (known.largest?.[kind] ?? Infinity))) return 'itself'
    return known.links ? 'link' : 'none'
  }

  function can(inbox: string | undefined, ability: Ability): boolean {
    return inboxes.value.get(inbox ?? '')?.abilities?.includes(ability) ?? false
  }

  // Holds an inbox, or all of a channel's, or lets it go on.
  async function hold(what: 'channels' | 'inboxes', id: string, how: 'pause' | 'drain' | 'resume'): Promise<void> {
    try {
      await post(`/api/v1/${what}/${encodeURIComponent(id)}/${how}`)
    } finally {
      await reload().catch(() => undefined)
    }
  }

  return { inboxes, load, meet, nameOf, avatar, way, can, hold }
})
