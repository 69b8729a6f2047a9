import { readHubFrame, type ClientFrame, type HubFrame } from './frames'
import type { Outbox } from './outbox'

// A connection, an agent's or a visitor's: comes again by itself, sends what was not acknowledged again, and hands on what arrives once
// per frame of the screen.

export type ConnectionState = 'connecting' | 'live' | 'down' | 'ended'

export type HelloFrame = Extract<ClientFrame, { type: 'hello' }>

export interface SocketOptions {
  // Asked anew for each attempt.
  url(): string | Promise<string>
  hello(): Promise<HelloFrame>
  outbox: Outbox
  onFrames(frames: HubFrame[]): void
  // What the socket was closed with is told where there was one.
  onState(state: ConnectionState, code?: number): void
}

const SUBPROTOCOL = 'omnihub.v1.json'
const FIRST_DELAY = 500
const LONGEST_DELAY = 30_000
// The hub cuts whoever says nothing within 90 s.
const PING_EVERY = 30_000
const SILENCE = 90_000
// From asking to the welcome: an answer that never comes is not waited for.
const PATIENCE = 10_000
const RESTART = 1012
// The token, ticket or login is no longer good.
export const UNAUTHORISED = 4401
// Close codes after which coming again would do the same harm again.
const FINAL = new Set([1002, 1003, 4400, 4403])

export class LiveSocket {
  private socket?: WebSocket
  private attempt = 0
  private timer?: ReturnType<typeof setTimeout>
  private deadline?: ReturnType<typeof setTimeout>
  // The attempt that counts: what an earlier one still brings is too late.
  private current?: symbol
  private pinging?: ReturnType<typeof setInterval>
  private heardAt = 0
  private live = false
  private stopped = false
  private arrived: HubFrame[] = []
  private readonly options: SocketOptions

  constructor(options: SocketOptions) {
    this.options = options
    options.outbox.attach((frame) => this.send(frame))
  }

  start(): void {
    window.addEventListener('online', this.hurry)
    window.addEventListener('focus', this.hurry)
    void this.connect()
  }

  stop(): void {
    this.stopped = true
    window.removeEventListener('online', this.hurry)
    window.removeEventListener('focus', this.hurry)
    clearTimeout(this.timer)
    this.socket?.close(1000)
    this.forget()
  }

  // Does not wait for the next attempt.
  readonly hurry = (): void => {
    if (this.current || this.stopped) return
    clearTimeout(this.timer)
    void this.connect()
  }

  // False where there is no connection: what may be lost is lost then.
  send(frame: ClientFrame): boolean {
    if (!this.live || !this.socket) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  private async connect(): Promise<void> {
    const attempt = (this.current = Symbol())
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

  private giveUp(): void {
    const socket = this.socket
    this.forget()
    socket?.close(4000)
    this.again()
  }

  private open(url: string, hello: HelloFrame): void {
    const socket = new WebSocket(url, SUBPROTOCOL)
    this.socket = socket
    socket.onopen = () => socket.send(JSON.stringify(hello))
    socket.onmessage = (event) => {
      if (this.socket === socket) this.read(String(event.data))
    }
    socket.onclose = (event) => {
      if (this.socket !== socket) return
      this.forget()
      if (this.stopped) return
      if (FINAL.has(event.code)) this.options.onState('ended')
      else this.again(event.code === RESTART ? Math.random() * (Number(event.reason) || 1000) : undefined, event.code)
    }
    this.heardAt = Date.now()
    this.pinging = setInterval(() => this.ping(), PING_EVERY)
  }

  private ping(): void {
    if (Date.now() - this.heardAt > SILENCE) this.giveUp()
    else this.send({ type: 'ping' })
  }

  private read(text: string): void {
    this.heardAt = Date.now()
    const frame = readHubFrame(text)
    if (!frame) return
    if (frame.type === 'welcome') {
      clearTimeout(this.deadline)
      this.live = true
      this.attempt = 0
      this.options.onState('live')
    }
    if (this.arrived.push(frame) === 1) {
      nextFrame(() => {
        const frames = this.arrived
        this.arrived = []
        this.options.onFrames(frames)
      })
    }
    this.options.outbox.take(frame)
  }

  private again(delay = backoff(this.attempt++), code?: number): void {
    this.options.onState('down', code)
    this.timer = setTimeout(() => void this.connect(), delay)
  }

  private forget(): void {
    clearTimeout(this.deadline)
    clearInterval(this.pinging)
    this.current = undefined
    this.socket = undefined
    this.live = false
  }
}

function backoff(attempt: number): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt)
  return longest / 2 + (Math.random() * longest) / 2
}

// A hidden page or frame is not drawn, and still must not fall behind.
function nextFrame(work: () => void): void {
  const drawn = requestAnimationFrame(() => {
    clearTimeout(late)
    work()
  })
  const late = setTimeout(() => {
    cancelAnimationFrame(drawn)
    work()
  }, 100)
}
