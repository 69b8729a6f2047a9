import type { ClientFrame, HubFrame } from '@/live/frames'
import { ApiError, type VisitorApi } from './api'

const WAIT = 25
const PAUSE = 3_000
const BUSY = 429

// What stands in for the WebSocket where there is none: REST send and long poll, told as the same frames.
export class Poll {
  private running?: AbortController
  private sending: Promise<void> = Promise.resolve()

  constructor(
    private readonly api: VisitorApi,
    private readonly after: () => number,
    private readonly take: (frame: HubFrame) => void,
  ) {}

  start(): void {
    if (this.running) return
    const running = (this.running = new AbortController())
    void this.run(running)
  }

  stop(): void {
    this.running?.abort()
    this.running = undefined
  }

  // In the order in which it was written.
  send(frame: ClientFrame): boolean {
    if (!this.running || frame.type !== 'send') return false
    this.sending = this.sending.then(() => this.post(frame))
    return true
  }

  private async run(running: AbortController): Promise<void> {
    let wait = 0
    let known = 0
    while (!running.signal.aborted) {
      try {
        const { items, epoch } = await this.api.entries({ after: this.after(), wait }, running.signal)
        if (running.signal.aborted) return
        const restored = known !== 0 && epoch !== known
        if (wait === 0 || restored) this.take({ type: 'welcome', epoch: `e-${epoch}`, time: '', heartbeat: WAIT })
        // What a restored log has is asked for anew, from the beginning.
        if (!restored) this.take({ type: 'entries', conversation: '', entries: items, more: false })
        wait = restored ? 0 : WAIT
        known = epoch
      } catch {
        wait = 0
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
      }
    }
  }

  private async post(frame: Extract<ClientFrame, { type: 'send' }>): Promise<void> {
    const { clientId } = frame
    try {
      const { sequence } = await this.api.send(clientId, frame.parts)
      this.take({ type: 'acknowledged', clientId, conversation: '', sequence })
    } catch (problem) {
      const status = problem instanceof ApiError ? problem.status : 0
      if (status >= 400 && status < 500 && status !== BUSY) {
        this.take({ type: 'refused', clientId, code: 'invalid', reason: (problem as Error).message })
      } else {
        this.take({ type: 'busy', clientId, retryAfter: PAUSE })
      }
    }
  }
}
