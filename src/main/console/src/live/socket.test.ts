// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HubFrame } from './frames'
import { Outbox } from './outbox'
import { LiveSocket, type ConnectionState, type HelloFrame } from './socket'

// A WebSocket whose other end is this test.
class Wire {
  static opened: Wire[] = []
  sent: string[] = []
  closed?: number
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number; reason: string }) => void

  constructor(readonly url: string) {
    Wire.opened.push(this)
  }

  send(text: string): void {
    this.sent.push(text)
  }

  close(code: number): void {
    this.closed = code
  }

  says(frame: HubFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

const HELLO: HelloFrame = { type: 'hello', ticket: 't' }
const WELCOME: HubFrame = { type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30 }

let states: ConnectionState[] = []
let hello: () => Promise<HelloFrame>
let live: LiveSocket

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Wire)
  vi.stubGlobal('requestAnimationFrame', () => 0)
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  Wire.opened = []
  states = []
  hello = async () => HELLO
  live = new LiveSocket({
    url: () => 'ws://hub',
    hello: () => hello(),
    outbox: new Outbox(),
    onFrames: () => undefined,
    onState: (state) => states.push(state),
  })
})

afterEach(() => {
  live.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('an answer that never comes is not waited for', async () => {
  let answer: (frame: HelloFrame) => void = () => undefined
  hello = () => new Promise((resolve) => (answer = resolve))
  live.start()
  const late = answer
  await vi.advanceTimersByTimeAsync(10_000)
  expect(states).toEqual(['connecting', 'down'])
  hello = async () => HELLO
  await vi.advanceTimersByTimeAsync(1_000)
  expect(Wire.opened).toHaveLength(1)

  late(HELLO)
  await vi.advanceTimersByTimeAsync(0)
  expect(Wire.opened).toHaveLength(1)
})

test('a hub that takes the connection and says nothing is left', async () => {
  live.start()
  await vi.advanceTimersByTimeAsync(0)
  Wire.opened[0]?.onopen?.()
  expect(Wire.opened[0]?.sent).toEqual([JSON.stringify(HELLO)])
  await vi.advanceTimersByTimeAsync(11_000)

  expect(Wire.opened.map(({ closed }) => closed)).toEqual([4000, undefined])
})

test('a connection that stands is kept, and comes again when it breaks', async () => {
  live.start()
  await vi.advanceTimersByTimeAsync(0)
  Wire.opened[0]?.says(WELCOME)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(states).toEqual(['connecting', 'live'])

  Wire.opened[0]?.onclose?.({ code: 1006, reason: '' })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(states).toEqual(['connecting', 'live', 'down', 'connecting'])
  expect(Wire.opened).toHaveLength(2)
})

test('an attempt under way is not begun twice', async () => {
  const asked = vi.fn(async () => HELLO)
  hello = asked
  live.start()
  live.hurry()
  await vi.advanceTimersByTimeAsync(0)

  expect(asked).toHaveBeenCalledTimes(1)
  expect(Wire.opened).toHaveLength(1)
})
