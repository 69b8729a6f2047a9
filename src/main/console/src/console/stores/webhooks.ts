import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { get } from '../api'

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

// Who is told of what happens. Only administrators may ask.
export const useWebhooks = defineStore('webhooks', () => {
  const webhooks = ref<Webhook[]>([])

  // Those that the hub has switched off: somebody must look after them.
  const lost = computed(() => webhooks.value.filter((each) => each.state === 'gone' || each.state === 'failed').length)

  async function load(): Promise<void> {
    webhooks.value = (await get<{ items: Webhook[] }>('/api/v1/webhooks')).items
  }

  return { webhooks, lost, load }
})
