import { ApiError, body } from './api'
import { Client, report, type ClientOptions } from './client'
import { newId } from './ids'
import type { OutboxEvent } from './outbox'
import { Kept, pageStore } from './store'

const INVALID = 400
// The user has said nothing yet.
const CONFLICT = 409

const DEVICE = 'device'
const CONTEXT = 'context'

type Order = () => Promise<void>

/**
 * One user's conversation with the agents: what is said comes to the listener once and in order, also what came while
 * the app was away; what is written here reaches the hub once and in order, however often the connection breaks and the
 * app is started again.
 */
export class OmniHubClient extends Client {
  private readonly kept: Kept
  private device = ''
  // What agents were told of the app in use, or are to be told.
  private facts: Record<string, string> = {}
  // What the hub takes of those alone who have said something. Another person has another one.
  private later = new Map<string, Order>()
  private acknowledged = 0
  // One after another, so that what was said last is what counts.
  private queue: Promise<unknown> = Promise.resolve()

  constructor(options: ClientOptions) {
    super(options)
    this.kept = new Kept(options.store ?? pageStore(), `omnihub.device.${options.site}`)
  }

  /**
   * Has this device woken when something is said to the user while the app is not open. Call it at each start, whenever
   * the platform gives the device another token, and when another user has come. Of a user who has said nothing yet it
   * is done once the first message is stored.
   *
   * @param kind by what it is woken, as the hub's `omnihub.sites.*.push` names it, such as `fcm`
   * @param token by which that knows the device
   * @param app which app it is, for Apple the bundle's id
   * @param locale the language in which it is told that there is a message, such as `zh-CN`; else English
   * @throws ApiError where the hub does not take it
   */
  registerDevice(kind: string, token: string, app: string = '', locale: string = ''): Promise<void> {
    const order = this.order(this.path(), 'PUT', () => ({ kind, token, app, locale }))
    return this.inTurn(() => this.nowOrLater(DEVICE, order))
  }

  /** Has this device woken no more: at the logout, and done before `reset` or `identify` is called. */
  unregisterDevice(): Promise<void> {
    const order = this.order(this.path(), 'DELETE')
    return this.inTurn(() => {
      this.later.delete(DEVICE)
      return order()
    })
  }

  /**
   * Tells agents of the app, such as its `version`, `platform` and `screen`: what is given changes, an empty text removes
   * one. Of a user who has said nothing yet it is done once the first message is stored.
   *
   * @throws ApiError where the hub does not take it
   */
  context(facts: Readonly<Record<string, string>>): Promise<void> {
    const given = { ...facts }
    const order = this.order('/context', 'POST', () => ({ facts: { ...this.facts, ...given } }))
    return this.inTurn(async () => {
      const known = this.facts
      await this.nowOrLater(CONTEXT, order)
      for (const [name, text] of Object.entries(given)) {
        if (text) known[name] = text
        else delete known[name]
      }
    })
  }

  protected override hear(event: OutboxEvent): void {
    if (event.type === 'acknowledged') {
      this.acknowledged++
      this.doLater()
    }
    super.hear(event)
  }

  protected override parted(): void {
    this.later = new Map()
    this.facts = {}
  }

  // There is a conversation: what had to wait for it is done. What fails waits for the next message.
  private doLater(): void {
    const { later } = this
    for (const what of later.keys()) {
      void this.inTurn(async () => {
        // Meanwhile something newer may have been done instead.
        const order = later.get(what)
        try {
          if (order) await this.nowOrLater(what, order)
        } catch (problem) {
          if (statusOf(problem) !== INVALID) return
          later.delete(what)
          report(problem)
        }
      })
    }
  }

  private async nowOrLater(what: string, order: Order): Promise<void> {
    const { later } = this
    for (;;) {
      const { acknowledged } = this
      try {
        await order()
        later.delete(what)
        return
      } catch (problem) {
        if (statusOf(problem) !== CONFLICT) throw problem
      }
      // Else there has come to be a conversation while the hub said that there was none.
      if (acknowledged === this.acknowledged) {
        later.set(what, order)
        return
      }
    }
  }

  // In the name of whoever is here now, and of nobody else.
  private order(path: string, method: string, value?: () => object): Order {
    const { later } = this
    return () => this.withToken(() => this.api.order(path, body(value?.(), method), () => later === this.later))
  }

  private inTurn(order: Order): Promise<void> {
    const done = this.queue.then(order)
    this.queue = done.catch(() => undefined)
    return done
  }

  private path(): string {
    if (!this.device) {
      this.device = this.kept.read() ?? newId()
      this.kept.keep(this.device)
    }
    return `/devices/${this.device}`
  }
}

function statusOf(problem: unknown): number | undefined {
  return problem instanceof ApiError ? problem.status : undefined
}
