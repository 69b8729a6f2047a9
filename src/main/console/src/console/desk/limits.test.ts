import { expect, test } from 'vitest'
import type { Entry } from '@/live/model'
import type { Inbox } from '../stores/inboxes'
import { changeable, closed } from './limits'

const inbox: Inbox = { id: 'shop', channel: 'x', name: '', sends: ['text'], replyWindow: 'PT48H', mostReplies: 3, text: { most: 10, unit: 'bytes' } }
const AT = Date.parse('2026-01-02T03:00:00Z')
const HOUR = 3_600_000

function entry(sequence: number, direction: 'inbound' | 'outbound', change: object, visibility = 'everyone'): Entry {
  return { sequence, direction, visibility, storedAt: new Date(AT).toISOString(), change } as unknown as Entry
}

const asked = entry(1, 'inbound', { type: 'message', parts: [{ type: 'text', text: '?' }] })
const said = (sequence: number, text = 'x') => entry(sequence, 'outbound', { type: 'message', parts: [{ type: 'text', text }] })

test('a window is open until so long after what the contact said last', () => {
  expect(closed(inbox, [asked], '', AT + 48 * HOUR)).toBeUndefined()
  expect(closed(inbox, [asked, said(2)], '', AT + 48 * HOUR + 1)).toEqual({ why: 'window', until: AT + 48 * HOUR })
  expect(closed(inbox, [said(2)], '', AT + 99 * HOUR)).toBeUndefined()
  expect(closed({ ...inbox, replyWindow: undefined }, [asked], '', AT + 9999 * HOUR)).toBeUndefined()
  expect(closed(undefined, [asked], '', AT + 99 * HOUR)).toBeUndefined()
})

test('replies in a row are counted as the platform counts them', () => {
  const note = entry(3, 'outbound', { type: 'message', parts: [{ type: 'text', text: 'n' }] }, 'agents')
  expect(closed(inbox, [asked, said(2, 'more than 10'), note], 'one', AT)).toBeUndefined()
  expect(closed(inbox, [asked, said(2, 'more than 10'), said(4)], 'one', AT)).toEqual({ why: 'many', most: 3 })
  const failed = entry(5, 'outbound', { type: 'receipt', state: 'failed', target: { sequence: 4 } }, 'agents')
  expect(closed(inbox, [asked, said(2, 'more than 10'), said(4), failed], 'one', AT)).toBeUndefined()
})

test('a text longer than all that goes in a row is told at once', () => {
  expect(closed(inbox, [], 'x'.repeat(31), AT)).toEqual({ why: 'long', count: 4, most: 3 })
  expect(closed(inbox, [], '长'.repeat(11), AT)).toEqual({ why: 'long', count: 4, most: 3 })
  expect(closed({ ...inbox, text: { most: 10, unit: 'characters' } }, [], '🙂'.repeat(30), AT)).toBeUndefined()
  expect(closed({ ...inbox, text: { most: 10, unit: 'utf16' } }, [], '🙂'.repeat(16), AT)).toEqual({ why: 'long', count: 4, most: 3 })
})

test('what the contact does opens a shorter window beside the one of what it said, and turning away closes both', () => {
  const did = (sequence: number, event: string, at: number): Entry =>
    ({ ...entry(sequence, 'inbound', { type: 'message', parts: [{ type: 'system-event', event }] }), storedAt: new Date(at).toISOString() })
  const shop = { ...inbox, occasions: { follow: { window: 'PT1M', mostReplies: 1 }, unfollow: { window: 'PT0S' } } }
  expect(closed(shop, [did(1, 'follow', AT)], 'x', AT + 60_000)).toBeUndefined()
  expect(closed(shop, [did(1, 'follow', AT)], 'x', AT + 60_001)).toBeUndefined()
  expect(closed(shop, [asked, did(2, 'follow', AT), said(3)], 'x', AT + 61_000)).toBeUndefined()
  expect(closed(shop, [asked, did(2, 'follow', AT + 49 * HOUR), said(3)], 'x', AT + 49 * HOUR)).toEqual({ why: 'many', most: 1 })
  expect(closed(shop, [asked, did(2, 'dance', AT + 49 * HOUR)], 'x', AT + 49 * HOUR)).toEqual({ why: 'window', until: AT + 48 * HOUR })
  expect(closed(shop, [asked, did(2, 'unfollow', AT + HOUR)], 'x', AT + 2 * HOUR)).toEqual({ why: 'window', until: AT + HOUR })
})

test('what was sent can be changed for so long, each in its own way', () => {
  const feishu: Inbox = { ...inbox, editWindow: 'PT1H', recallWindow: 'PT24H' }
  expect(changeable(feishu, 'edit', new Date(AT).toISOString())).toBe(AT + HOUR)
  expect(changeable(feishu, 'recall', new Date(AT).toISOString())).toBe(AT + 24 * HOUR)
  expect(changeable(inbox, 'recall', new Date(AT).toISOString())).toBe(Infinity)
  expect(changeable(undefined, 'edit', new Date(AT).toISOString())).toBe(Infinity)
})
