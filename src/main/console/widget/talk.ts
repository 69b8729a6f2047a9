import { batch, computed, signal } from '@preact/signals'
import type { ClientFrame, HubFrame } from '@/live/frames'
import { newId } from '@/live/ids'
import { warnBeforeLeaving } from '@/live/leaving'
import { pageMemory } from '@/live/memory'
import type { Part } from '@/live/model'
import { Outbox, type OutboxEvent } from '@/live/outbox'
import type { Item, Problem } from '@/live/shelf'
import { unread } from '@/live/messages'
import { LiveSocket, UNAUTHORISED } from '@/live/socket'
import { emptyTimeline, firstSequence, hasGap, lastSequence, reduce, type TimelineEvent } from '@/live/timeline'
import { VisitorApi, type Site } from './api'
import type { Identity } from './identity'
import { linesOf } from './lines'
import { Poll } from './poll'
import { Uploads } from './uploads'

const TYPING_SHOWN = 6_000
const TYPING_EVERY = 1_500
// So many entries are kept while their end is looked at; then it is cut to half of them.
export const MOST_ENTRIES = 400
// So many times in a row without success, and the WebSocket is done without.
const TRIES = 2

// The visitor's conversation as it is now, and what may be done with it.
export class Talk {
  readonly thread = signal(emptyTimeline('contact'))
  readonly lines = computed(() => linesOf(this.thread.value))
  readonly unread = computed(() => unread(this.thread.value))
  readonly connected = signal(true)
  readonly typing = signal('')
  readonly agents = signal<boolean | undefined>(undefined)
  readonly loaded = signal(false)
  readonly api: VisitorApi
  readonly uploads: Uploads

  private readonly outbox = new Outbox((event) => this.hear(event), pageMemory())
  private socket!: LiveSocket
  private readonly poll: Poll
  private epoch?: string
  private failures = 0
  private typingTold = 0
  private typingLater?: ReturnType<typeof setTimeout>
  private typingEnds?: ReturnType<typeof setTimeout>
  private readUpTo = 0
  private asked = ''
  private conversation?: string

  constructor(private readonly site: Site, private readonly identity: Identity) {
    this.api = new VisitorApi(
      () => this.token(),
      () => identity.renew(),
    )
    this.uploads = new Uploads(this.api, ({ blob, fileName, contentType }) =>
      this.write([{ type: contentType?.startsWith('image/') ? 'image' : 'file', media: { blob, fileName } }]),
    )
    this.poll = new Poll(
      this.api,
      this.outbox,
      () => lastSequence(this.thread.peek()),
      (frames) => this.take(frames),
      () => this.lost(),
    )
    this.outbox.limit(site.gateway)
    warnBeforeLeaving(() => this.outbox.unsafe || this.uploads.list.peek().length > 0)
    for (const sign of ['online', 'focus']) window.addEventListener(sign, () => this.poll.wake())
    document.addEventListener('visibilitychange', () => document.hidden || this.poll.wake())
  }

  start(): void {
    this.socket = new LiveSocket({
      url: () => address(this.site),
      hello: async () => ({
        type: 'hello',
        token: await this.token(),
        ...(this.epoch && this.thread.peek().entries.length ? { epoch: this.epoch, after: lastSequence(this.thread.peek()) } : {}),
      }),
      outbox: this.outbox,
      onFrames: (frames) => this.take(frames),
      onState: (state, code) => {
        if (state === 'live') {
          this.failures = 0
          this.poll.stop()
          this.connected.value = true
        } else if (state !== 'connecting') {
          this.down(code)
        }
      },
    })
    this.socket.start()
  }

  // The site says again who the visitor is: another one has another conversation.
  async identify(user: string): Promise<void> {
    const before = this.identity.conversation
    const named = this.identity.named
    // A request has the token of its time, a connection keeps the one it began with.
    this.poll.stop()
    this.identity.become(user)
    await this.identity.token().catch(() => undefined)
    if (before && this.identity.conversation === before) {
      if (this.failures >= TRIES) this.poll.start()
      this.socket.hurry()
      return
    }
    // What was written before anybody was known is the one's who is known first.
    if (before || named) this.outbox.leave()
    this.restart()
  }

  // Another person, who finds nothing of the one before.
  reset(): void {
    this.outbox.forget()
    this.restart()
  }

  // Why the hub would never take it, where that is so: nothing is written then.
  write(parts: Part[]): Problem | undefined {
    return this.outbox.add({ type: 'send', clientId: newId(), parts })
  }

  again(clientId: string): void {
    this.apply({ type: 'withdrawn', clientId })
    this.outbox.again(clientId)
  }

  discard(clientId: string): void {
    this.outbox.withdraw(clientId)
    this.apply({ type: 'withdrawn', clientId })
  }

  private restart(): void {
    this.socket.stop()
    this.poll.stop()
    this.uploads.forget()
    this.failures = 0
    this.begin()
    this.start()
  }

  // Nothing of the conversation is known.
  private begin(): void {
    this.epoch = this.conversation = undefined
    this.readUpTo = 0
    this.asked = ''
    this.loaded.value = false
    this.thread.value = emptyTimeline('contact')
    for (const item of this.outbox.items) this.show(item)
  }

  // An anonymous visitor whom the hub no longer knows is given another name, and is still the one who wrote.
  private async token(): Promise<string> {
    const token = await this.identity.token()
    const { conversation, visitor, named } = this.identity
    if (conversation === undefined || visitor === undefined) return token
    const another = this.conversation !== undefined && this.conversation !== conversation
    this.outbox.own(`${this.identity.site}/${visitor}`, another && !named)
    if (another) this.begin()
    this.conversation = conversation
    return token
  }

  private hear(event: OutboxEvent): void {
    if (event.type === 'waiting') this.show(event.item)
    else if (event.type === 'refused') this.apply({ type: 'refused', clientId: event.clientId, reason: event.problem.reason })
    else this.apply(event)
  }

  private show({ frame, at, problem }: Item): void {
    if (frame.type !== 'send') return
    const { clientId, parts } = frame
    this.apply({ type: 'written', written: { clientId, parts, at: new Date(at).toISOString(), state: problem ? 'failed' : 'sending', reason: problem?.reason } })
  }

  older(): void {
    this.fetch({ type: 'fetch', before: firstSequence(this.thread.peek()), limit: 50 })
  }

  // The end is looked at: what stands far above is asked for again by who wants to see it.
  atEnd(): void {
    if (this.thread.peek().entries.length > MOST_ENTRIES) this.apply({ type: 'trimmed', most: MOST_ENTRIES / 2 })
  }

  isTyping(preview: string): void {
    const now = Date.now()
    clearTimeout(this.typingLater)
    const wait = this.typingTold + TYPING_EVERY - now
    if (preview && wait > 0) {
      // What was typed last is told too, a little later.
      this.typingLater = setTimeout(() => this.isTyping(preview), wait)
      return
    }
    this.typingTold = preview ? now : 0
    this.socket.send(preview ? { type: 'typing', preview: preview.slice(0, 500) } : { type: 'typing', stopped: true })
  }

  read(): void {
    const { upTo } = this.unread.peek()
    if (upTo > this.readUpTo && this.send({ type: 'read', upTo })) this.readUpTo = upTo
  }

  // By the way there is.
  private send(frame: ClientFrame): boolean {
    return this.socket.send(frame) || this.poll.send(frame)
  }

  private down(code?: number): void {
    this.agents.value = undefined
    if (code === UNAUTHORISED) this.identity.renew()
    if (++this.failures < TRIES) this.lost()
    else this.poll.start()
  }

  private lost(): void {
    if (this.thread.peek().entries.length) this.connected.value = false
  }

  private take(frames: HubFrame[]): void {
    batch(() => frames.forEach((frame) => this.takeOne(frame)))
    if (hasGap(this.thread.peek())) this.fetch({ type: 'fetch', after: lastSequence(this.thread.peek()) })
  }

  private takeOne(frame: HubFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.welcome(frame)
        break
      case 'entry':
        this.stopTyping(frame.entry.direction)
        this.apply({ type: 'live', entries: [frame.entry] })
        break
      case 'entries': {
        const before = this.asked.includes('"before"')
        this.asked = ''
        this.loaded.value = true
        this.apply({ type: 'page', entries: frame.entries, complete: before && !frame.more })
        if (frame.more && (frame.entries.at(-1)?.sequence ?? 0) >= lastSequence(this.thread.peek()) && this.behind) {
          this.fetch({ type: 'fetch', after: lastSequence(this.thread.peek()) })
        }
        break
      }
      case 'heartbeat':
        this.reach(Math.max(0, ...Object.values(frame.last)))
        break
      case 'typing':
        this.showTyping(frame)
        break
      case 'presence':
        this.agents.value = frame.state === 'online'
    }
  }

  private target = 0

  private get behind(): boolean {
    return lastSequence(this.thread.peek()) < this.target
  }

  private welcome(frame: Extract<HubFrame, { type: 'welcome' }>): void {
    this.connected.value = true
    this.asked = ''
    if (this.epoch && frame.epoch && this.epoch !== frame.epoch) this.apply({ type: 'restored' })
    if (frame.epoch) this.epoch = frame.epoch
    this.target = frame.last ?? 0
    if (!this.target) this.loaded.value = true
    else if (!this.thread.peek().entries.length) this.fetch({ type: 'fetch', before: this.target + 1, limit: 50 })
    else this.reach(this.target)
  }

  private reach(sequence: number): void {
    this.target = Math.max(this.target, sequence)
    if (this.behind) this.fetch({ type: 'fetch', after: lastSequence(this.thread.peek()) })
  }

  // Not the same twice, while the answer is awaited.
  private fetch(frame: ClientFrame): void {
    const asked = JSON.stringify(frame)
    if (asked !== this.asked && this.send(frame)) this.asked = asked
  }

  private showTyping(frame: Extract<HubFrame, { type: 'typing' }>): void {
    clearTimeout(this.typingEnds)
    this.typing.value = frame.stopped ? '' : frame.sender.name || ' '
    this.typingEnds = setTimeout(() => (this.typing.value = ''), TYPING_SHOWN)
  }

  private stopTyping(direction: string): void {
    if (direction === 'outbound') this.typing.value = ''
  }

  private apply(event: TimelineEvent): void {
    this.thread.value = reduce(this.thread.peek(), event)
  }
}

function address({ gateway }: Site): string {
  if (gateway.url) return `${gateway.url.replace(/\/$/, '')}/ws/visitor`
  const secure = location.protocol === 'https:'
  return `${secure ? 'wss' : 'ws'}://${location.hostname}:${gateway.port}/ws/visitor`
}
