import type { ClientFrame, HubFrame } from '@/live/frames'
import { ApiError, UNAUTHORISED, type VisitorApi } from './api'

const WAIT = 25
const PAUSE = 3_000
// How much later than it should come an answer is still waited for.
const LATE = 10_000
// Another time, or with another token, the same is taken.
const LATER = new Set([UNAUTHORISED, 429])

// What stands in for the WebSocket where there is none: REST send and long poll, told as the same frames.
export class Poll {
  private running?: symbol
  private asking?: AbortController
  private sending: Promise<void> = Promise.resolve()

  constructor(
    private readonly api: VisitorApi,
    private readonly after: () => number,
    private readonly take: (frame: HubFrame) => void,
  ) {}

  start(): void {
    if (this.running) return
    void this.run((this.running = Symbol()))
  }

  stop(): void {
    this.running = undefined
    this.asking?.abort()
  }

  // In the order in which it was written.
  send(frame: ClientFrame): boolean {
    const running = this.running
    if (!running || frame.type !== 'send') return false
    // By its turn somebody else may be here, or the WebSocket, which sends what waits itself.
    this.sending = this.sending.then(() => (this.running === running ? this.post(frame) : undefined))
    return true
  }

  private async run(running: symbol): Promise<void> {
    let wait = 0
    let known = 0
    while (this.running === running) {
      const asking = (this.asking = new AbortController())
      const late = setTimeout(() => asking.abort(), wait * 1000 + LATE)
      try {
        const asked = this.after()
        const { items, epoch } = await this.api.entries({ after: asked, wait }, asking.signal)
        if (this.running !== running) return
        if (epoch !== known) this.take({ type: 'welcome', epoch: `e-${epoch}`, time: '', heartbeat: WAIT })
        known = epoch
        // Where the log was restored, what was known of it is forgotten: it is asked for anew, from the beginning.
        const restored = this.after() < asked
        if (!restored) this.take({ type: 'entries', conversation: '', entries: items, more: false })
        wait = restored ? 0 : WAIT
      } catch {
        wait = known = 0
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
      } finally {
        clearTimeout(late)
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
      if (status >= 400 && status < 500 && !LATER.has(status)) {
        this.take({ type: 'refused', clientId, code: 'invalid', reason: (problem as Error).message })
      } else {
        this.take({ type: 'busy', clientId, retryAfter: PAUSE })
      }
    }
  }
}
