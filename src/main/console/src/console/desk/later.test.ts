// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeAll, expect, test, vi } from 'vitest'
import { createRouter, createMemoryHistory } from 'vue-router'
import { i18n, speak, type Language } from '@/i18n'
import { readEntries } from '@client/frames'
import { itemsOf, type MessageItem as Message, type SessionItem, type UnknownItem } from '@/live/messages'
import type { Conversation } from '@/live/model'
import { emptyTimeline, reduce } from '@/live/timeline'
import ConversationRow from './ConversationRow.vue'
import MessageItem from './MessageItem.vue'
import SessionLine from './SessionLine.vue'
import UnknownLine from './UnknownLine.vue'

const warn = vi.spyOn(console, 'warn')
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:id', name: 'conversation', component: {} }] })
const global = { plugins: [createPinia(), i18n, router] }
const sender = { kind: 'ghost', id: 'g' }

function itemOf<T>(entry: object): T {
  const entries = readEntries([{ conversation: 'c', sequence: 1, visibility: 'everyone', direction: 'outbound', sender, sentAt: '2026-03-01T08:00:00Z', ...entry }])
  return itemsOf(reduce(emptyTimeline('agents'), { type: 'page', entries }))[0] as T
}

beforeAll(async () => {
  await router.push('/c')
  warn.mockClear()
})

test.each<Language>(['en', 'zh'])('what a later version says is shown by its own name, in %s', async (language) => {
  await speak(language)
  const unknown = mount(UnknownLine, { props: { item: itemOf<UnknownItem>({ kind: 'poll.opened', change: { type: 'poll' } }) }, global })
  expect(unknown.text()).toContain('poll.opened')

  const session = mount(SessionLine, { props: { item: itemOf<SessionItem>({ change: { type: 'session', session: 's', cause: 'escalated', status: 'frozen', revision: 1 } }) }, global })
  expect(session.text()).toContain('escalated')

  const item = { ...itemOf<Message>({ change: { type: 'message', parts: [{ type: 'hologram', raw: '{}' }] } }), unknownState: 'pondered' }
  const message = mount(MessageItem, { props: { conversation: 'c', item, first: true, last: true, name: 'N', contact: 'x', quoted: '' }, global })
  expect(message.text()).toContain('hologram')
  expect(message.text()).toContain('pondered')

  const at = '2026-03-01T08:00:00Z'
  const conversation: Conversation = {
    id: 'c',
    channel: 'telepathy',
    inbox: 'i',
    contact: { id: 'x' },
    createdAt: at,
    changedAt: at,
    messageAt: at,
    lastSequence: 1,
    session: { id: 's', number: 1, status: 'frozen', revision: 1, openedAt: at, changedAt: at },
    lastMessage: { sequence: 1, direction: 'sideways', sender, sentAt: at, kinds: ['hologram'] },
  }
  const row = mount(ConversationRow, { props: { conversation, current: false }, global })
  for (const word of ['telepathy', 'frozen', '[hologram]']) expect(row.text()).toContain(word)
  expect(warn).not.toHaveBeenCalled()
})

test('in a group each message is told to be somebody\'s, also in the list', () => {
  const tom = { kind: 'contact', id: 'ou_1', name: 'Tom' }
  const item = itemOf<Message>({ direction: 'inbound', sender: tom, change: { type: 'message', parts: [{ type: 'text', text: 'Hello' }] } })
  const message = mount(MessageItem, { props: { conversation: 'c', item, first: true, last: true, name: 'Dealers', contact: 'x', quoted: '', several: true }, global })
  expect(message.text()).toContain('Tom')
  expect(message.text()).not.toContain('Dealers')

  const at = '2026-03-01T08:00:00Z'
  const conversation: Conversation = {
    id: 'c',
    channel: 'feishu',
    inbox: 'i',
    contact: { id: 'x', name: 'Dealers' },
    createdAt: at,
    changedAt: at,
    messageAt: at,
    lastSequence: 1,
    lastMessage: { sequence: 1, direction: 'inbound', sender: tom, sentAt: at, kinds: ['text'], text: 'Hello' },
  }
  const row = mount(ConversationRow, { props: { conversation, current: false }, global })
  for (const word of ['Dealers', 'Tom', 'Hello']) expect(row.text()).toContain(word)
})
