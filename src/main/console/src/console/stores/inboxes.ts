import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Part } from '@/live/model'
import { get } from '../api'

export interface Inbox {
  id: string
  channel: string
  // How its channel is shown, where the console does not know it.
  channelName?: string
  channelIcon?: string
  name: string
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

export type Ability = 'receipts' | 'read-receipts' | 'typing' | 'read' | 'edit' | 'recall' | 'reactions' | 'buttons' | 'templates'

export type Way = 'itself' | 'link' | 'none'

// What each inbox can do, so that it is known before anything is sent.
export const useInboxes = defineStore('inboxes', () => {
  const inboxes = shallowRef(new Map<string, Inbox>())

  async function load(): Promise<void> {
    const { items } = await get<{ items: Inbox[] }>('/api/v1/inboxes')
    inboxes.value = new Map(items.map((each) => [each.id, each]))
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

  return { inboxes, load, way, can }
})
