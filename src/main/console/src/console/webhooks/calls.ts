// What is asked of the REST API about webhooks, beside the list (docs/api.md).

import { call, get, post } from '../api'
import { useWebhooks, type Webhook } from '../stores/webhooks'

export interface Made {
  webhook: Webhook
  secret: string
}

export interface Attempt {
  number: number
  at: string
  tookMs: number
  status?: number
  code?: string
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
  code?: string
  reason?: string
  createdAt: string
}

const PATH = '/api/v1/webhooks'
const at = (id: string) => `${PATH}/${encodeURIComponent(id)}`

// What has changed is seen at once.
async function then<T>(done: Promise<T>): Promise<T> {
  const result = await done
  await useWebhooks().load()
  return result
}

export const create = (body: object) => then(post<Made>(PATH, body))
export const change = (id: string, body: object) => then(call<Webhook>('PATCH', at(id), body))
export const remove = (id: string) => then(call<void>('DELETE', at(id)))
export const rotate = (id: string) => then(post<Made>(`${at(id)}/secret`, {}))
export const test = (id: string) => post<Attempt>(`${at(id)}/test`)
export const told = (id: string, state: string | undefined, cursor: string | undefined) => get<{ items: Told[]; nextCursor?: string }>(`${at(id)}/deliveries`, { state, cursor, limit: 20 })
export const look = (id: string, event: string) => get<{ event: Told; body?: string; attempts: Attempt[] }>(`${at(id)}/deliveries/${encodeURIComponent(event)}`)
export const again = (id: string, event: string) => post<Told>(`${at(id)}/deliveries/${encodeURIComponent(event)}/replay`)
export const againSince = (id: string, from: string, all: boolean) => then(post<{ events: number }>(`${at(id)}/replay`, { from, all }))
