// What a program does with the types that are generated from the API's description; GeneratedClientsIT runs it.
import assert from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { components, paths } from './api.js'

const [baseUrl, token, id] = process.argv.slice(2)
assert(baseUrl && token && id)
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } })
const path = { id }

const me = await api.GET('/api/v1/me')
assert.equal(me.data?.role satisfies 'admin' | 'supervisor' | 'agent' | 'operator' | 'unknown' | undefined, 'agent')

const before = await api.GET('/api/v1/conversations/{id}', { params: { path } })
const session = before.data?.session
assert(session)

const text: components['schemas']['Text'] = { type: 'text', text: 'From TypeScript' }
const said = await api.POST('/api/v1/conversations/{id}/replies', {
  params: { path, header: { 'Idempotency-Key': `ts-${Date.now()}` } },
  body: { parts: [text], replyTo: { sequence: 2 } },
})
assert.equal(said.response.status, 201)
assert.equal(said.data?.conversation, id)

const stale = await api.POST('/api/v1/conversations/{id}/resolution', {
  params: { path },
  body: { expectedRevision: session.revision + 100 },
})
assert.equal(stale.error?.type, 'urn:omnihub:problem:stale')

const resolved = await api.POST('/api/v1/conversations/{id}/resolution', {
  params: { path },
  body: { expectedRevision: session.revision },
})
assert.equal(resolved.response.status, 201)

const entries = await api.GET('/api/v1/conversations/{id}/entries', { params: { path, query: { after: 0, limit: 100 } } })
const texts = (entries.data?.items ?? []).flatMap((entry) =>
  entry.change.type === 'message' ? (entry.change.parts ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : [])) : [],
)
assert(texts.includes('From TypeScript'))

const list = await api.GET('/api/v1/conversations', { params: { query: { status: 'resolved', limit: 100 } } })
assert(list.data?.items.some((each) => each.id === id && each.session?.status === 'resolved'))

const changed = await api.GET('/api/v1/conversations', { params: { query: { changedSince: list.data?.upTo, order: 'changed' } } })
assert(changed.data?.upTo)

const none = await api.GET('/api/v1/conversations/{id}', { params: { path: { id: 'unknown' } } })
assert.equal(none.error?.status, 404)
console.log('done')
