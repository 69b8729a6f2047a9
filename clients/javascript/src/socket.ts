import { JSON_FRAMES, readHubFrame, type ClientFrame, type Encoding, type HubFrame } from './frames'
import { TOO_LARGE, type Blame, type Outbox, type Way } from './outbox'
import type { Problem } from './shelf'
import { hearSigns } from './signs'

// A connection, an agent's or a visitor's: comes again by itself, is the way of an outbox, and hands on what arrives once
// per frame of the screen.

export type ConnectionState = 'connecting' | 'live' | 'down' | 'ended'

export type HelloFrame = Extract<ClientFrame, { type: 'hello' }>

/** A class like the browsers' `WebSocket`. */
export type WebSocketMaker = new (url: string, protocol: string) => WebSocketLike

/** What is used of a `WebSocket`. */
export interface WebSocketLike {
  onopen: ((event: any) => unknown) | null
  onmessage: ((event: any) => unknown) | null
  onerror: ((event: any) => unknown) | null
  onclose: ((event: any) => unknown) | null
  binaryType?: string
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code?: number): void
}

export interface SocketOptions {
  // Asked anew for each attempt.
  url(): string | Promise<string>
  hello(): Promise<HelloFrame>
  outbox: Outbox
  // The platform's own, where none is given.
  WebSocket?: WebSocketMaker
  // JSON, where none is given.
  encoding?: Encoding
  onFrames(frames: HubFrame[]): void
  // What the socket was closed with is told where there was one.
  onState(state: ConnectionState, code?: number): void
}

const FIRST_DELAY = 500
const LONGEST_DELAY = 30_000
// A connection that stood for so long was a good one.
const STEADY = 10_000
// The hub cuts whoever says nothing within 90 s.
const PING_EVERY = 30_000
const SILENCE = 90_000
// From asking to the welcome: an answer that never comes is not waited for.
const PATIENCE = 10_000
// As long an answer is waited for where there is reason to doubt the connection.
const PROBE = 2_500
const TIMES = 3
const RESTART = 1012
const TOO_MANY = 4429
// The token, ticket or login is no longer good.
export const UNAUTHORISED = 4401
// Close codes after which coming again would do the same harm again.
const FINAL = new Set([1002, 1003, 4400, 4403])
// Close codes that a frame of ours has caused.
const CAUSED: Record<number, string> = { 1002: 'unreadable', 1003: 'unreadable', 1007: 'unreadable', 1008: 'refused', 1009: TOO_LARGE, 4400: 'unreadable', 4403: 'forbidden' }
// No close frame came: the network, the hub's end, or something between that takes offence.
const BROKEN = new Set([1005, 1006, 1011])
// What was sent so long before has not broken it.
const AT_ONCE = 2_000

export class LiveSocket implements Way {
  private socket?: WebSocketLike
  private attempt = 0
  private timer?: ReturnType<typeof setTimeout>
  private deadline?: ReturnType<typeof setTimeout>
  // The attempt that counts: what an earlier one still brings is too late.
  private current?: symbol
  private pinging?: ReturnType<typeof setInterval>
  private probing?: ReturnType<typeof setTimeout>
  private began = 0
  private heardAt = 0
  private sentAt = 0
  private live = false
  private stopped = false
  private unhear = () => {}
  private arrived: HubFrame[] = []
  private readonly options: SocketOptions
  private readonly encoding: Encoding

  constructor(options: SocketOptions) {
    this.options = options
    this.encoding = options.encoding ?? JSON_FRAMES
  }

  start(): void {
    this.unhear = hearSigns(() => this.wake())
    void this.connect()
  }

  stop(): void {
    this.stopped = true
    this.unhear()
    clearTimeout(this.timer)
    const socket = this.socket
    this.forget()
    this.arrived = []
    socket?.close(1000)
  }

  // Does not wait for the next attempt.
  readonly hurry = (): void => {
    if (this.current || this.stopped) return
    clearTimeout(this.timer)
    void this.connect()
  }

  // The machine may have slept, or have another network: a connection that only seems to stand is left.
  wake(): void {
    if (this.live) this.probe()
    else if (this.current && Date.now() - this.began > PROBE) this.leave()
    else this.hurry()
  }

  // False where there is no connection: what may be lost is lost then.
  send(frame: ClientFrame): boolean {
    if (!this.live || !this.socket) return false
    const written = this.encoding.write(frame)
    if ('clientId' in frame) this.sentAt = Date.now()
    try {
      this.socket.send(written)
    } catch {
      // Some throw while they close, and tell of their end later.
      return false
    }
    return true
  }

  stuck(times: number): void {
    if (times < TIMES) this.probe()
    else this.leave()
  }

  private async connect(): Promise<void> {
    const attempt = (this.current = Symbol())
    this.began = Date.now()
    this.deadline = setTimeout(() => this.giveUp(), PATIENCE)
    this.options.onState('connecting')
    try {
      const url = await this.options.url()
      const hello = await this.options.hello()
      if (this.current === attempt) this.open(url, hello)
    } catch {
      if (this.current === attempt) this.giveUp()
    }
  }

  private giveUp(delay?: number): void {
    const socket = this.socket
    this.forget()
    socket?.close(4000)
    this.again(delay)
  }

  private leave(): void {
    this.giveUp(0)
  }

  private open(url: string, hello: HelloFrame): void {
    const socket = new (this.options.WebSocket ?? WebSocket)(url, this.encoding.subprotocol)
    socket.binaryType = 'arraybuffer'
    this.socket = socket
    let opened = false
    socket.onopen = () => {
      opened = true
      socket.send(this.encoding.write(hello))
    }
    socket.onmessage = (event: { data: unknown }) => {
      if (this.socket === socket) this.read(event.data)
    }
    // Of one that was never open some tell no end.
    socket.onerror = () => {
      if (!opened && this.socket === socket) this.closed(1006, '')
    }
    socket.onclose = (event: { code: number; reason: string }) => {
      if (this.socket === socket) this.closed(event.code, event.reason)
    }
    this.heardAt = Date.now()
    this.pinging = setInterval(() => this.ping(), PING_EVERY)
  }

  private closed(code: number, reason: string): void {
    if (this.live && Date.now() - this.began > STEADY) this.attempt = 0
    const caused = CAUSED[code]
    const blame: Blame = caused ? 'certain' : BROKEN.has(code) && Date.now() - this.sentAt < AT_ONCE ? 'perhaps' : 'none'
    const ended = this.forget(blame, caused ? { code: caused, reason: '' } : undefined)
    if (FINAL.has(code) && !ended) {
      this.stopped = true
      this.options.onState('ended')
    } else if (code === RESTART) this.again(Math.random() * (Number(reason) || 1000), code)
    else if (code === TOO_MANY) this.again((Number(reason) || LONGEST_DELAY) + backoff(this.attempt++), code)
    else this.again(undefined, code)
  }

  private ping(): void {
    if (Date.now() - this.heardAt > SILENCE) this.giveUp()
    else this.send({ type: 'ping' })
  }

  private probe(): void {
    if (this.probing || !this.live) return
    this.probing = setTimeout(() => this.leave(), PROBE)
    this.send({ type: 'ping' })
  }

  private read(data: unknown): void {
    this.heardAt = Date.now()
    clearTimeout(this.probing)
    this.probing = undefined
    const frame = this.understand(data)
    if (!frame) return
    if (frame.type === 'welcome') {
      clearTimeout(this.deadline)
      this.began = Date.now()
      this.live = true
      this.options.onState('live')
    }
    if (this.arrived.push(frame) === 1) {
      nextFrame(() => {
        const frames = this.arrived
        this.arrived = []
        if (frames.length > 0) this.options.onFrames(frames)
      })
    }
    this.options.outbox.take(frame)
    if (frame.type === 'welcome') this.options.outbox.open(this)
  }

  // One frame that can't be read stops none of those behind it.
  private understand(data: unknown): HubFrame | null {
    try {
      return readHubFrame(this.encoding.read(data))
    } catch (problem) {
      console.error(problem)
      return null
    }
  }

  private again(delay = backoff(this.attempt++), code?: number): void {
    this.options.onState('down', code)
    this.timer = setTimeout(() => void this.connect(), delay)
  }

  // True where something that was on its way has ended with the connection.
  private forget(blame?: Blame, problem?: Problem): boolean {
    clearTimeout(this.deadline)
    clearTimeout(this.probing)
    clearInterval(this.pinging)
    this.current = this.probing = undefined
    this.socket = undefined
    this.live = false
    return this.options.outbox.shut(this, blame, problem)
  }
}

function backoff(attempt: number): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt)
  return longest / 2 + (Math.random() * longest) / 2
}

// A hidden page or frame is not drawn, and still must not fall behind; what is no page is not drawn at all.
function nextFrame(work: () => void): void {
  if (typeof requestAnimationFrame === 'undefined') {
    setTimeout(work)
    return
  }
  const drawn = requestAnimationFrame(() => {
    clearTimeout(late)
    work()
  })
  const late = setTimeout(() => {
    cancelAnimationFrame(drawn)
    work()
  }, 100)
}
