import { expect, it } from 'vitest'
import { isolated } from '@/text/formats'
import { speaker } from './speaker'

const words = { you: 'You:', hub: 'The hub' }

it('names who said the last word', () => {
  expect(speaker(undefined, 'Robin', 'mei', words)).toBe('')
  expect(speaker({ kind: 'contact', id: 'u', name: 'Robin' }, 'Robin', 'mei', words)).toBe('')
  expect(speaker({ kind: 'contact', id: 'u', name: 'Tom' }, 'Dealers', 'mei', words)).toBe(`${isolated('Tom')}:`)
  expect(speaker({ kind: 'agent', id: 'mei', name: 'Mei' }, 'Robin', 'mei', words)).toBe('You:')
  expect(speaker({ kind: 'bot', id: 'helper' }, 'Robin', 'mei', words)).toBe(`${isolated('helper')}:`)
})

it('names the hub in the language of the screen', () => {
  expect(speaker({ kind: 'system', id: 'hub' }, 'Robin', 'mei', words)).toBe('The hub:')
})
