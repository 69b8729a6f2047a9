import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import type { AgentState, ClientFrame, HubFrame } from '@/live/frames'
import type { Conversation, Entry } from '@/live/model'
import { warnBeforeLeaving } from '@/live/leaving'
import { pageMemory } from '@/live/memory'
import { Outbox, type KeptFrame, type Problem } from '@/live/outbox'
import { LiveSocket, type ConnectionState } from '@/live/socket'
import { get, post } from '../api'
import { useAccount } from './account'
import { useConversations } from './conversations'
import { useThreads } from './threads'
import { useTyping } from './typing'

// A short break is not worth a word.
const BANNER_AFTER = 2000

export type ContactState = 'online' | 'offline'

// Of the contacts of other channels nobody knows whether they are there.
const LIVE_CHANNELS = new Set(['web', 'app'])

interface Settings {
  gateway: { port: number; url?: string; largestFrame?: number; longestText?: number }
}

// The connection to the hub, and what it brings handed to the stores that keep it.
export const useLive = defineStore('live', () => {
  const conversations = useConversations()
  const threads = useThreads()
  const typing = useTyping()
  const state = ref<ConnectionState>('connecting')
  const down = ref(false)
  const presence = ref<AgentState>('online')
  // Contacts that are there, by conversation.
  const visitors = reactive(new Map<string, ContactState>())
  let socket: LiveSocket | undefined
  // Outlives the connection: what was written before it stood is sent once it does.
  const outbox = new Outbox((event) => threads.hear(event), pageMemory())
  warnBeforeLeaving(() => outbox.unsafe)
  let cursor: string | undefined
  let epoch: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(state, (now) => {
    if (now === 'live') {
      clearTimeout(timer)
      timer = undefined
      down.value = false
    } else {
      timer ??= setTimeout(() => (down.value = true), BANNER_AFTER)
    }
  })

  function start(): void {
    stop()
    const me = useAccount().me
    if (me) outbox.own(`${me.tenant}/${me.name}`)
    socket = new LiveSocket({
      url: async () => {
        const { gateway } = await get<Settings>('/console/settings.json')
        outbox.limit(gateway)
        return gatewayUrl(gateway)
      },
      hello: async () => ({ type: 'hello', ...(await post<{ ticket: string }>('/api/v1/tickets')) }),
      outbox,
      onFrames: take,
      onState: (now) => (state.value = now),
    })
    socket.start()
  }

  function stop(): void {
    socket?.stop()
    socket = undefined
    cursor = undefined
    epoch = undefined
  }

  // Somebody else has logged in.
  function forget(): void {
    outbox.leave()
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
        cursor = frame.cursor
        conversations.put(frame.conversations)
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
    cursor ??= conversations.newest()
    send({ type: 'list', cursor })
    // Without a cursor only later changes come.
    if (cursor === undefined) void conversations.load().catch(() => undefined)
    if (presence.value !== 'online') send({ type: 'presence', state: presence.value })
    threads.watch()
  }

  // False where there is no connection.
  function send(frame: ClientFrame): boolean {
    return socket?.send(frame) ?? false
  }

  function submit(frame: KeptFrame): Problem | undefined {
    return outbox.add(frame)
  }

  function show(now: AgentState): void {
    presence.value = now
    send({ type: 'presence', state: now })
  }

  return {
    state,
    down: computed(() => down.value || state.value === 'ended'),
    presence,
    contact: (conversation: Conversation): ContactState | undefined => (LIVE_CHANNELS.has(conversation.channel) ? visitors.get(conversation.id) : undefined),
    start,
    stop,
    forget,
    send,
    submit,
    unsent: () => outbox.items,
    again: (clientId: string) => outbox.again(clientId),
    withdraw: (clientId: string) => outbox.withdraw(clientId),
    show,
    hurry: () => socket?.hurry(),
  }
})

// By default the gateway is on this host, at a port of its own.
function gatewayUrl(gateway: Settings['gateway']): string {
  if (gateway.url) return `${gateway.url.replace(/\/$/, '')}/ws/agent`
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location.hostname}:${gateway.port}/ws/agent`
}
