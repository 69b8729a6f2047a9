import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { type Inbox, useInboxes } from './inboxes'

test('it is known beforehand how a file goes', () => {
  setActivePinia(createPinia())
  const inboxes = useInboxes()
  const able: Inbox = { id: 'able', channel: 'x', name: '', sends: ['text', 'image'], largest: { image: 10 } }
  inboxes.inboxes = new Map([
    ['able', able],
    ['linking', { ...able, links: true }],
  ])

  expect(inboxes.way('able', 'image', 10)).toBe('itself')
  expect(inboxes.way('able', 'image', 11)).toBe('none')
  expect(inboxes.way('able', 'file', 1)).toBe('none')
  expect(inboxes.way('linking', 'image', 10)).toBe('itself')
  expect(inboxes.way('linking', 'image', 11)).toBe('link')
  expect(inboxes.way('linking', 'file', 1)).toBe('link')
  expect(inboxes.way('unknown', 'file', 1)).toBe('itself')
})
