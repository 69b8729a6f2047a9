import { defineStore } from 'pinia'
import { reactive, ref, watch } from 'vue'
import type { AgentState, HubFrame } from '@client/frames'
import type { Conversation, Entry } from '@/live/model'
import { useConversations } from './conversations'
import { useInboxes } from './inboxes'
import { useLink } from './link'
import { useThreads } from './threads'
import { useTyping } from './typing'

export type ContactState = 'online' | 'offline'

// Of the contacts of other channels nobody knows whether they are there.
const LIVE_CHANNELS = new Set(['web', 'app'])

// What the link brings, handed to the stores that keep it.
export const useLive = defineStore('live', () => {
  const link = useLink()
  const conversations = useConversations()
  const inboxes = useInboxes()
  const threads = useThreads()
  const typing = useTyping()
  const presence = ref<AgentState>('online')
  // Contacts that are there, by conversation.
  const visitors = reactive(new Map<string, ContactState>())
  let cursor: string | undefined
  let epoch: string | undefined

  link.listen({ frames: take, unsent: threads.hear })

  function start(): void {
    stop()
    link.start()
  }

  function stop(): void {
    link.stop()
    cursor = undefined
    epoch = undefined
  }

  function take(frames: HubFrame[]): void {
    let entries: Entry[] = []
    let more = false
    for (const frame of frames) {
      if (frame.type === 'entry') {
        entries.push(frame.entry)
        if (frame.entry.change.type === 'message') typing.said(frame.entry.conversation, frame.entry.sender)
      } else if (frame.type === 'entries') {
        entries.push(...frame.entries)
        more ||= frame.more
        // What was missed of one that is open may have changed how it stands, which nobody told then.
        if (frame.entries.length > 0) void conversations.find(frame.conversation).catch(() => undefined)
      } else {
        threads.take(entries)
        entries = []
        other(frame)
      }
    }
    threads.take(entries)
    if (more) threads.watch()
  }

  function other(frame: HubFrame): void {
    switch (frame.type) {
      case 'welcome':
        welcome(frame.epoch)
        break
      case 'changed':
        cursor = frame.cursor || cursor
        conversations.put(frame.conversations)
        if (frame.anew) {
          void conversations.renew().catch(() => undefined)
          void inboxes.load().catch(() => undefined)
        }
        break
      case 'typing':
        typing.take(frame)
        break
      case 'presence':
        if (frame.conversation) visitors.set(frame.conversation, frame.state === 'offline' ? 'offline' : 'online')
        break
      case 'heartbeat':
        threads.behind(frame.last)
    }
  }

  function welcome(now: string): void {
    if (epoch !== undefined && epoch !== now) {
      conversations.forget()
      threads.restored()
      cursor = undefined
    }
    epoch = now
    // They may have changed while nobody was told.
    void inboxes.load().catch(() => undefined)
    cursor ??= conversations.readUpTo
    follow()
    // Without a cursor only later changes come.
    if (cursor === undefined) load()
    if (presence.value !== 'online') link.send({ type: 'presence', state: presence.value })
    threads.watch()
  }

  // What changed while it was read, and before it was followed, is told.
  function load(): void {
    void conversations
      .load()
      .then(() => {
        if (cursor !== undefined) return
        cursor = conversations.readUpTo
        follow()
      })
      .catch(() => undefined)
  }

  // Again with each change of what is shown: what has changed meanwhile is told once more.
  function follow(): void {
    link.send({ type: 'list', cursor, views: conversations.followed })
  }

  watch(() => conversations.followed, follow)

  function show(now: AgentState): void {
    presence.value = now
    link.send({ type: 'presence', state: now })
  }

  return {
    presence,
    contact: (conversation: Conversation): ContactState | undefined => (LIVE_CHANNELS.has(conversation.channel) ? visitors.get(conversation.id) : undefined),
    start,
    stop,
    show,
  }
})
