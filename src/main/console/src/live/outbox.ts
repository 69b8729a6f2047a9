import type { ClientFrame, HubFrame } from './frames'

// What was written and is not yet acknowledged, in the order in which it was written. It is sent again after a
// reconnect and after `busy`; the hub answers a repeated client id with its first result.

export type CommandFrame = Extract<ClientFrame, { type: 'command' }>
export type KeptFrame = Extract<ClientFrame, { clientId: string }>

export class Outbox {
  private readonly waiting: KeptFrame[] = []
  private stalled = false
  private send: (frame: ClientFrame) => boolean = () => false

  attach(send: (frame: ClientFrame) => boolean): void {
    this.send = send
  }

  add(frame: KeptFrame): void {
    this.waiting.push(frame)
    if (!this.stalled) this.send(frame)
  }

  // What another person wrote is not sent in the name of the next.
  forget(): void {
    this.waiting.length = 0
    this.stalled = false
  }

  get size(): number {
    return this.waiting.length
  }

  take(frame: HubFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.stalled = false
        this.sendAll()
        break
      case 'acknowledged':
      case 'refused':
        this.drop(frame.clientId)
        break
      case 'busy':
        this.stall(frame.retryAfter)
    }
  }

  private stall(retryAfter: number): void {
    if (this.stalled) return
    this.stalled = true
    setTimeout(() => {
      if (!this.stalled) return
      this.stalled = false
      this.sendAll()
    }, retryAfter)
  }

  private sendAll(): void {
    for (const frame of this.waiting) this.send(frame)
  }

  private drop(clientId: string): void {
    const index = this.waiting.findIndex((frame) => frame.clientId === clientId)
    if (index >= 0) this.waiting.splice(index, 1)
  }
}
