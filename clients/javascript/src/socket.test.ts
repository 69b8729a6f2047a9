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
  onerror?: () => void
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
let outbox: Outbox
let live: LiveSocket

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Wire)
  vi.stubGlobal('requestAnimationFrame', () => 0)
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  Wire.opened = []
  states = []
  hello = async () => HELLO
  outbox = new Outbox()
  live = new LiveSocket({
    url: () => 'ws://hub',
    hello: () => hello(),
    outbox,
    onFrames: () => undefined,
    onState: (state) => states.push(state),
  })
})

afterEach(() => {
  live.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a connection that fails before it stands has ended, whether its end is told or not', async () => {
  live.start()
  await vi.advanceTimersByTimeAsync(0)
  Wire.opened[0]?.onerror?.()
  expect(states).toEqual(['connecting', 'down'])
  Wire.opened[0]?.onclose?.({ code: 1006, reason: '' })
  expect(states).toEqual(['connecting', 'down'])
  await vi.advanceTimersByTimeAsync(500)
  expect(Wire.opened).toHaveLength(2)
  Wire.opened[1]?.onopen?.()
  Wire.opened[1]?.onerror?.()
  expect(states).toEqual(['connecting', 'down', 'connecting'])
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

async function stand(): Promise<Wire> {
  live.start()
  await vi.advanceTimersByTimeAsync(0)
  const wire = Wire.opened[0] as Wire
  wire.says(WELCOME)
  return wire
}

function write(clientId: string): void {
  outbox.add({ type: 'command', clientId, conversation: 'c-1', command: { type: 'note', parts: [{ type: 'text', text: clientId }] } })
}

test.each(['online', 'focus', 'visibilitychange'])('a connection that only seems to stand is left within seconds of a sign of waking (%s)', async (sign) => {
  const wire = await stand()
  await vi.advanceTimersByTimeAsync(1000)
  ;(sign === 'visibilitychange' ? document : window).dispatchEvent(new Event(sign))
  expect(wire.sent).toContain('{"type":"ping"}')
  await vi.advanceTimersByTimeAsync(3_000)
  expect(Wire.opened).toHaveLength(2)
  expect(states).toEqual(['connecting', 'live', 'down', 'connecting'])
})

test('a connection that answers is kept when the page wakes', async () => {
  const wire = await stand()
  window.dispatchEvent(new Event('online'))
  wire.says({ type: 'pong' })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(Wire.opened).toHaveLength(1)
})

test('an attempt that began before the sleep is not waited for', async () => {
  live.start()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(Wire.opened).toHaveLength(1)
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(10)
  expect(Wire.opened).toHaveLength(2)
})

test('what closed the connection is not sent again, and the next goes out on a new one', async () => {
  const wire = await stand()
  write('a')
  write('b')
  wire.onclose?.({ code: 1009, reason: '' })
  await vi.advanceTimersByTimeAsync(1_000)
  Wire.opened[1]?.says(WELCOME)
  expect(Wire.opened[1]?.sent.filter((text) => text.includes('clientId')).map((text) => (JSON.parse(text) as { clientId: string }).clientId)).toEqual(['b'])
  expect(outbox.items.map(({ problem }) => problem?.code)).toEqual(['too-large', undefined])
})

test('where nothing was on its way, a connection that a fault of ours has closed does not come again', async () => {
  const wire = await stand()
  wire.onclose?.({ code: 4400, reason: '' })
  window.dispatchEvent(new Event('focus'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(states).toEqual(['connecting', 'live', 'ended'])
  expect(Wire.opened).toHaveLength(1)
})

test('a connection that breaks as soon as it stands is tried less and less often', async () => {
  await stand()
  for (let second = 0; second < 60; second++) {
    const wire = Wire.opened.at(-1) as Wire
    wire.says(WELCOME)
    wire.onclose?.({ code: 1006, reason: '' })
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(Wire.opened.length).toBeLessThan(10)
})

test('a socket that throws while it closes loses nothing', async () => {
  const wire = await stand()
  wire.send = () => {
    throw new Error('it is closing')
  }
  write('a')
  wire.onclose?.({ code: 1006, reason: '' })
  await vi.advanceTimersByTimeAsync(5_000)
  const next = Wire.opened[1] as Wire
  next.says(WELCOME)
  expect(next.sent.at(-1)).toContain('"clientId":"a"')
})

test('an item that has no answer though the hub says pong goes out on a new connection', async () => {
  const wire = await stand()
  wire.send = (text) => {
    wire.sent.push(text)
    if (text.includes('ping')) wire.says({ type: 'pong' })
  }
  write('a')
  await vi.advanceTimersByTimeAsync(31_000)
  Wire.opened[1]?.says(WELCOME)
  expect(Wire.opened[1]?.sent.at(-1)).toContain('"clientId":"a"')
})

test('who sent too much comes again when the hub says, and not before', async () => {
  const wire = await stand()
  wire.onclose?.({ code: 4429, reason: '7000' })
  await vi.advanceTimersByTimeAsync(7_000)
  expect(Wire.opened).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(Wire.opened).toHaveLength(2)
})
