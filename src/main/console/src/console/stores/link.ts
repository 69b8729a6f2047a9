import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ClientFrame, HubFrame } from '@client/frames'
import { warnBeforeLeaving } from '@/live/leaving'
import { pageStore } from '@client/store'
import { Outbox, type OutboxEvent } from '@client/outbox'
import type { KeptFrame, Problem } from '@client/shelf'
import { LiveSocket, type ConnectionState } from '@client/socket'
import { get, post } from '../api'
import { useAccount } from './account'

// A short break is not worth a word.
const BANNER_AFTER = 2000

interface Settings {
  gateway: { port: number; url?: string; largestFrame?: number; longestText?: number }
}

// What comes over the link, told to whoever keeps it.
export interface Listener {
  frames(frames: HubFrame[]): void
  unsent(event: OutboxEvent): void
}

// The connection to the hub, and what was written and not yet stored: the way in both directions, knowing nobody who uses it.
export const useLink = defineStore('link', () => {
  const state = ref<ConnectionState>('connecting')
  const late = ref(false)
  let listener: Listener = { frames: () => {}, unsent: () => {} }
  let socket: LiveSocket | undefined
  // Outlives the connection: what was written before it stood is sent once it does.
  const outbox = new Outbox((event) => listener.unsent(event), pageStore())
  warnBeforeLeaving(() => outbox.unsafe)
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(state, (now) => {
    if (now === 'live') {
      clearTimeout(timer)
      timer = undefined
      late.value = false
    } else {
      timer ??= setTimeout(() => (late.value = true), BANNER_AFTER)
    }
  })

  function listen(to: Listener): void {
    listener = to
  }

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
      onFrames: (frames) => listener.frames(frames),
      onState: (now) => (state.value = now),
    })
    socket.start()
  }

  function stop(): void {
    socket?.stop()
    socket = undefined
  }

  // Somebody else has logged in.
  function forget(): void {
    outbox.leave()
  }

  // False where there is no connection.
  function send(frame: ClientFrame): boolean {
    return socket?.send(frame) ?? false
  }

  // Why the hub would never take it, where that is so: nothing is written then.
  function submit(frame: KeptFrame): Problem | undefined {
    return outbox.add(frame)
  }

  return {
    state,
    down: computed(() => late.value || state.value === 'ended'),
    listen,
    start,
    stop,
    forget,
    send,
    submit,
    unsent: () => outbox.items,
    again: (clientId: string) => outbox.again(clientId),
    withdraw: (clientId: string) => outbox.withdraw(clientId),
    hurry: () => socket?.hurry(),
  }
})

// By default the gateway is on this host, at a port of its own.
function gatewayUrl(gateway: Settings['gateway']): string {
  if (gateway.url) return `${gateway.url.replace(/\/$/, '')}/ws/agent`
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location.hostname}:${gateway.port}/ws/agent`
}
