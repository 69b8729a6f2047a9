import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { call, get, post } from '../api'

export interface Events {
  types?: string[]
  inboxes?: string[]
  channels?: string[]
  labels?: string[]
  direction?: string
}

export interface Webhook {
  id: string
  name: string
  url: string
  events: Events
  ordered: boolean
  state: 'on' | 'off' | 'gone' | 'failed'
  since: string
  failingSince?: string
  oldSecretUntil?: string
  readable: boolean
  open: number
}

export interface Made {
  webhook: Webhook
  secret: string
}

export interface Attempt {
  number: number
  at: string
  tookMs: number
  status?: number
  error?: string
  answer?: string
}

export interface Told {
  id: string
  conversation: string
  sequence: number
  type: string
  state: string
  attempts: number
  nextAttemptAt?: string
  reason?: string
  createdAt: string
}

const PATH = '/api/v1/webhooks'

// Who is told of what happens. Only administrators may ask.
export const useWebhooks = defineStore('webhooks', () => {
  const webhooks = ref<Webhook[]>([])

  // Those that the hub has switched off: somebody must look after them.
  const lost = computed(() => webhooks.value.filter((each) => each.state === 'gone' || each.state === 'failed').length)

  async function load(): Promise<void> {
    webhooks.value = (await get<{ items: Webhook[] }>(PATH)).items
  }

  async function then<T>(done: Promise<T>): Promise<T> {
    const result = await done
    await load()
    return result
  }

  const at = (id: string) => `${PATH}/${encodeURIComponent(id)}`

  return {
    webhooks,
    lost,
    load,
    create: (body: object) => then(post<Made>(PATH, body)),
    change: (id: string, body: object) => then(call<Webhook>('PATCH', at(id), body)),
    remove: (id: string) => then(call<void>('DELETE', at(id))),
    rotate: (id: string) => then(post<Made>(`${at(id)}/secret`, {})),
    test: (id: string) => post<Attempt>(`${at(id)}/test`),
    told: (id: string, state: string | undefined, cursor: string | undefined) => get<{ items: Told[]; nextCursor?: string }>(`${at(id)}/deliveries`, { state, cursor, limit: 20 }),
    look: (id: string, event: string) => get<{ event: Told; body?: string; attempts: Attempt[] }>(`${at(id)}/deliveries/${encodeURIComponent(event)}`),
    again: (id: string, event: string) => post<Told>(`${at(id)}/deliveries/${encodeURIComponent(event)}/replay`),
    againSince: (id: string, from: string, all: boolean) => then(post<{ events: number }>(`${at(id)}/replay`, { from, all })),
  }
})
