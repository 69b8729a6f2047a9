import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Part } from '@/live/model'
import { get } from '../api'

export interface Inbox {
  id: string
  channel: string
  name: string
  // The kinds of parts that it can send.
  sends: Part['type'][]
  // ISO 8601: how long after the contact's last message it takes replies.
  replyWindow?: string
}

// What each inbox can do, so that it is known before anything is sent.
export const useInboxes = defineStore('inboxes', () => {
  const inboxes = shallowRef(new Map<string, Inbox>())

  async function load(): Promise<void> {
    const { items } = await get<{ items: Inbox[] }>('/api/v1/inboxes')
    inboxes.value = new Map(items.map((each) => [each.id, each]))
  }

  // Of an inbox that is not known nothing is said; the hub decides.
  function sends(inbox: string | undefined, kind: Part['type']): boolean {
    const known = inbox === undefined ? undefined : inboxes.value.get(inbox)
    return known === undefined || known.sends.includes(kind)
  }

  return { inboxes, load, sends }
})
