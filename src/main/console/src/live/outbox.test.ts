import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Outbox, type CommandFrame } from './outbox'

function command(clientId: string): CommandFrame {
  return { type: 'command', clientId, conversation: 'c-1', command: { type: 'reply', parts: [{ type: 'text', text: clientId }] } }
}

let connected = true
let sent: string[] = []
let outbox: Outbox

beforeEach(() => {
  vi.useFakeTimers()
  connected = true
  sent = []
  outbox = new Outbox()
  outbox.attach((frame) => {
    if (connected) sent.push((frame as CommandFrame).clientId)
    return connected
  })
})

afterEach(() => vi.useRealTimers())

test('what was written while the connection was down goes out in order when it is back', () => {
  connected = false
  outbox.add(command('a'))
  outbox.add(command('b'))
  expect(sent).toEqual([])

  connected = true
  outbox.take({ type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30 })
  expect(sent).toEqual(['a', 'b'])
})

test('only what was not acknowledged is sent again', () => {
  outbox.add(command('a'))
  outbox.add(command('b'))
  outbox.take({ type: 'acknowledged', clientId: 'a', conversation: 'c-1', sequence: 1 })
  outbox.take({ type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30 })
  expect(sent).toEqual(['a', 'b', 'b'])
  expect(outbox.size).toBe(1)
})

test('after busy nothing goes out until all is sent again from the first', () => {
  outbox.add(command('a'))
  outbox.take({ type: 'busy', clientId: 'a', retryAfter: 1000 })
  outbox.add(command('b'))
  expect(sent).toEqual(['a'])

  vi.advanceTimersByTime(1000)
  expect(sent).toEqual(['a', 'a', 'b'])
})

test('what was refused is not sent again', () => {
  outbox.add(command('a'))
  outbox.take({ type: 'refused', clientId: 'a', code: 'invalid', reason: 'no' })
  outbox.take({ type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30 })
  expect(sent).toEqual(['a'])
})
