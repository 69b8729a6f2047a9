import type { ClientFrame } from '@client/frames'
import type { WebSocketLike } from '@client/socket'

// A WebSocket whose other end is this test.
export class Wire implements WebSocketLike {
  static opened: Wire[] = []
  readonly sent: ClientFrame[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onerror: (() => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null

  constructor() {
    Wire.opened.push(this)
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame)
  }

  close(): void {}

  says(...frames: object[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) })
  }

  welcome(last = 0): void {
    this.onopen?.()
    this.says({ type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30, last }, { type: 'presence', state: 'online' })
  }

  asked(type: ClientFrame['type']): ClientFrame[] {
    return this.sent.filter((frame) => frame.type === type)
  }
}
