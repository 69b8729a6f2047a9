import { ApiError, body, Hub, UNAUTHORISED as UNAUTHORISED_HTTP, VisitorApi, type Gateway, type Standing, type UploadProgress } from './api'
import { Following } from './following'
import type { ClientFrame, Encoding, HubFrame } from './frames'
import { Identity, type User } from './identity'
import { newId } from './ids'
import type { Entry, Media, Part } from './model'
import { Outbox, type OutboxEvent } from './outbox'
import { Poll } from './poll'
import { partsOf, type Item, type Problem } from './shelf'
import { hearSigns } from './signs'
import { LiveSocket, UNAUTHORISED, type ConnectionState, type WebSocketMaker } from './socket'
import { pageStore, type Store } from './store'

/** What was written and is not yet known to be stored. */
export interface Unsent {
  /** The id that `send` gave. */
  readonly clientId: string
  readonly parts: readonly Part[]
  /** When it was written, in milliseconds since 1970; grows from one to the next. */
  readonly at: number
  /** Why it will not be sent by itself; missing while it waits for its turn. */
  readonly problem?: Problem
}

/** How far entries were told: in which conversation, and of which log. An app that keeps entries keeps it with them. */
export interface Position {
  readonly epoch: string
  readonly conversation: string
  readonly sequence: number
}

/** What the app is told. An exception that one of these throws is reported, and harms nothing else. */
export interface Listener {
  /** Entries that follow those before: each comes once, in order; one or several at once. */
  entries?(entries: readonly Entry[]): void
  /** All that there was has been told; what comes from now on is new. Told again after each break. */
  caughtUp?(): void
  /** What was written, or has another state now: it waits, or has failed. */
  unsent?(unsent: Unsent): void
  /** What was written is stored for good. Its entry comes before or after this. */
  stored?(clientId: string, sequence: number): void
  connection?(state: ConnectionState): void
  /** Somebody at the other end types, or has stopped. The name may be empty. */
  typing?(name: string, stopped: boolean): void
  /** Whether any agent is there; undefined while that is not known. */
  agents?(online: boolean | undefined): void
  /** Another conversation begins, or the hub was put back to an earlier time: the entries told so far are no longer true. */
  begins?(): void
  /** The hub does not take what the app says of its user. */
  refused?(reason: string): void
  /** By which token an anonymous user is known from now on: kept by an app whose store may keep nothing. */
  visitor?(token: string): void
}

export interface ClientOptions {
  /** Where the hub is called, such as `https://hub.example.com`. */
  hub: string
  /** The key of the app or site, as in `omnihub.sites`. */
  site: string
  /** Without one the user is anonymous. */
  user?: User
  listener?: Listener
  /** Where what is unsent, and who an anonymous user is, outlive the page or process: else `localStorage`, where there is one. */
  store?: Store
  /** Tells the entries after those that the app has kept; else the last 50 and all that follow. */
  after?: Position
  /** Where WebSockets are taken; else the hub says it. */
  gateway?: Gateway
  /** The token of an anonymous user that the app has kept, where the store keeps none. */
  visitor?: string
  /** What the frames of the WebSocket are written in: JSON, where none is given. */
  encoding?: Encoding
  /** Instead of the platform's own. */
  fetch?: typeof fetch
  WebSocket?: WebSocketMaker
}

/** The hub would never take what was to be sent, or too much waits already: nothing was written. */
export class NotSentError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.reason || problem.code)
    this.problem = problem
  }
}

const PAGE = 50
const TYPING_EVERY = 1_500
const LONGEST_PREVIEW = 500
// So many times in a row without success, and the WebSocket is done without.
const TRIES = 2

// The conversation, which is all that the widget needs: `OmniHubClient` is what apps have.
export class Client {
  private readonly options: ClientOptions
  private readonly hub: Hub
  private readonly identity: Identity
  protected readonly api: VisitorApi
  private readonly outbox: Outbox
  private readonly poll: Poll
  private readonly following = new Following()
  private socket?: LiveSocket
  private unhear?: () => void
  private gateway?: Gateway
  // Nobody can be told before there is a client.
  private made = false
  private state?: ConnectionState
  private failures = 0
  private epoch = ''
  private conversation = ''
  private asked = ''
  private caughtUp = false
  private typingTold = 0
  private typingLater?: ReturnType<typeof setTimeout>
  private readUpTo = 0
  private readTold = 0
  // The hello has asked for what is missing.
  private awaited = false
  // Who is to come, and who was here before.
  private coming?: { user: User; before?: string; named: boolean }

  constructor(options: ClientOptions) {
    const { hub, site, user, visitor, after, store = pageStore() } = options
    this.options = options
    this.gateway = options.gateway
    this.hub = new Hub(hub, options.fetch)
    this.identity = new Identity(this.hub, site, user, {
      store,
      visitor,
      became: (token) => this.tell('visitor', token),
      refused: (reason) => this.tell('refused', reason),
    })
    this.api = new VisitorApi(
      this.hub,
      () => this.token(),
      () => this.identity.renew(),
    )
    this.outbox = new Outbox((event) => this.hear(event), store)
    if (this.gateway) this.outbox.limit(this.gateway)
    this.poll = new Poll(
      this.api,
      this.outbox,
      () => this.following.last,
      (frames) => this.take(frames),
      () => this.turn('down'),
    )
    if (after?.epoch) {
      this.epoch = after.epoch
      this.conversation = after.conversation
      this.following.after(after.sequence)
    }
    this.own()
    this.made = true
  }

  /** Connects, and stays so. What an earlier page or process has left unsent is told first. */
  start(): void {
    if (this.socket) return
    for (const unsent of this.unsent) this.tell('unsent', unsent)
    this.unhear = hearSigns(() => this.poll.wake())
    this.connect()
  }

  /** Ends the connection; what is unsent stays in the store. */
  close(): void {
    this.disconnect()
    this.unhear?.()
    this.unhear = undefined
    this.outbox.stop()
    clearTimeout(this.typingLater)
    this.failures = 0
    this.turn('ended')
  }

  /**
   * Says something.
   *
   * @returns its client id: `stored`, `unsent` and an entry's `metadata.clientId` name it
   * @throws NotSentError where the hub would never take it, or too much waits already
   */
  send(said: string | readonly Part[]): string {
    const clientId = newId()
    const parts: Part[] = typeof said === 'string' ? [{ type: 'text', text: said }] : [...said]
    const problem = this.outbox.add({ type: 'send', clientId, parts })
    if (problem) throw new NotSentError(problem)
    return clientId
  }

  /** Sends once more what has failed, as the last. */
  again(clientId: string): void {
    this.outbox.again(clientId)
  }

  /** Gives up what has failed. */
  discard(clientId: string): void {
    this.outbox.withdraw(clientId)
  }

  /** All that is not yet known to be stored, in its order. */
  get unsent(): Unsent[] {
    return this.outbox.items.map(unsentOf)
  }

  /** Whether something would be lost with the page or process: it waits, and the store does not have it. */
  get unsafe(): boolean {
    return this.outbox.unsafe
  }

  /** Up to where entries were told. */
  get position(): Position {
    return { epoch: this.epoch, conversation: this.conversation, sequence: this.following.last }
  }

  /** What was said before an entry, the earliest first, and whether there is more before it. At most 100 at once. */
  async before(sequence: number, limit: number = PAGE): Promise<{ entries: Entry[]; more: boolean }> {
    const { items, more } = await this.withToken(() => this.api.entries({ before: sequence, limit }))
    return { entries: items, more }
  }

  /**
   * Takes a file to the hub, so that a message may have it as a part; a part that no message has within half an hour is
   * no longer good.
   */
  async upload(file: Blob & { readonly name?: string }, options: { name?: string; progress?: UploadProgress; signal?: AbortSignal } = {}): Promise<Part> {
    const { name = file.name ?? '', progress = () => {}, signal } = options
    const { blob, fileName, contentType = '' } = await this.withToken<Media>(() => this.api.upload(file, name, progress, signal))
    const [kind] = contentType.split('/')
    return { type: kind === 'image' || kind === 'video' ? kind : 'file', media: { blob, fileName } }
  }

  /** Fetches what a part of an entry shows. Parts are counted from 0. */
  download(sequence: number, part: number): Promise<Blob> {
    return this.withToken(() => this.api.media(sequence, part))
  }

  /** How the record of a card stood that the user was sent: a card whose `metadata` names a `change` has one. Parts are counted from 0. */
  record(sequence: number, part: number): Promise<Standing> {
    return this.withToken(() => this.api.record(sequence, part))
  }

  /**
   * Presses a button of a card that the user was sent, by its `value`. Each button of a card counts once, however often
   * it is pressed. Parts are counted from 0.
   *
   * @throws ApiError where the card, or the record that it shows, has no such button any more (404)
   */
  press(sequence: number, part: number, value: string): Promise<void> {
    return this.withToken(() => this.api.order(`/entries/${sequence}/parts/${part}/clicks`, body({ value })))
  }

  /** Says that the user types, and what, which agents see; with nothing typed, that the user has stopped. */
  typing(preview: string): void {
    const now = Date.now()
    clearTimeout(this.typingLater)
    const wait = this.typingTold + TYPING_EVERY - now
    if (preview && wait > 0) {
      // What was typed last is told too, a little later.
      this.typingLater = setTimeout(() => this.typing(preview), wait)
      return
    }
    this.typingTold = preview ? now : 0
    this.socket?.send(preview ? { type: 'typing', preview: preview.slice(0, LONGEST_PREVIEW) } : { type: 'typing', stopped: true })
  }

  /** Says that everything up to an entry was read. */
  read(sequence: number): void {
    this.readUpTo = Math.max(this.readUpTo, sequence)
    this.tellRead()
  }

  /** The network is another, or the app is seen again: a connection that only seems to stand is left. Browsers say so by themselves. */
  wake(): void {
    this.socket?.wake()
    this.poll.wake()
  }

  /**
   * Says anew who the user is. Where that is another one, another conversation begins, and what the one before had not
   * yet sent waits for that one in the store. What was written before anybody was known is the one's who is known first.
   *
   * @returns whether another conversation begins
   */
  async identify(user: User): Promise<boolean> {
    const { before = this.identity.conversation, named = this.identity.named } = this.coming ?? {}
    const coming = (this.coming = { user, before, named })
    // A request has the token of its time, a connection keeps the one it began with.
    this.poll.stop()
    this.identity.become(user)
    await this.identity.token().catch(() => undefined)
    // Meanwhile somebody else was named.
    if (this.coming !== coming) return false
    this.coming = undefined
    if (before && this.identity.conversation === before) {
      if (this.socket && this.failures >= TRIES) this.poll.start()
      this.socket?.hurry()
      return false
    }
    if (before || named) {
      this.outbox.leave()
      this.parted()
    }
    this.restart()
    return true
  }

  /** Another person, who finds nothing of the one before, neither sent nor unsent. */
  reset(user?: User): void {
    this.coming = undefined
    this.identity.forget()
    this.identity.become(user)
    this.outbox.forget()
    this.parted()
    this.restart()
  }

  // Another person is here from now on.
  protected parted(): void {}

  private restart(): void {
    const started = this.socket !== undefined
    this.disconnect()
    this.failures = 0
    this.begin()
    this.own()
    if (started) this.connect()
  }

  // Nothing of the conversation is known.
  private begin(): void {
    this.conversation = ''
    this.readUpTo = this.readTold = this.typingTold = 0
    clearTimeout(this.typingLater)
    this.forgetEntries()
  }

  private forgetEntries(): void {
    this.following.forget()
    this.epoch = this.asked = ''
    this.caughtUp = false
    this.tell('begins')
  }

  private connect(): void {
    this.socket = new LiveSocket({
      url: () => this.address(),
      hello: () => this.hello(),
      outbox: this.outbox,
      WebSocket: this.options.WebSocket,
      encoding: this.options.encoding,
      onFrames: (frames) => this.take(frames),
      onState: (state, code) => this.connection(state, code),
    })
    this.socket.start()
  }

  private disconnect(): void {
    this.socket?.stop()
    this.socket = undefined
    this.poll.stop()
  }

  private async address(): Promise<string> {
    if (!this.gateway) {
      this.gateway = (await this.hub.site(this.options.site)).gateway
      this.outbox.limit(this.gateway)
    }
    const { url, port } = this.gateway
    const hub = new URL(this.hub.url)
    return `${url ? url.replace(/\/$/, '') : `${hub.protocol === 'https:' ? 'wss' : 'ws'}://${hub.hostname}:${port}`}/ws/visitor`
  }

  private async hello(): Promise<Extract<ClientFrame, { type: 'hello' }>> {
    const token = await this.token()
    return { type: 'hello', token, ...(this.epoch && this.following.begun ? { epoch: this.epoch, after: this.following.last } : {}) }
  }

  // Whose it is that is written from now on, as far as that is known. An anonymous user whom the hub no longer knows is
  // given another name, and is still the one who wrote.
  private own(): void {
    const { owner, named } = this.identity
    if (owner !== undefined) this.outbox.own(owner, !named || !this.conversation)
  }

  private async token(): Promise<string> {
    const token = await this.identity.token()
    const { conversation } = this.identity
    if (conversation === undefined) return token
    const another = this.conversation !== '' && this.conversation !== conversation
    this.own()
    if (another) {
      if (this.identity.named) this.parted()
      this.begin()
    }
    this.conversation = conversation
    return token
  }

  protected async withToken<A>(ask: () => Promise<A>): Promise<A> {
    try {
      return await ask()
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === UNAUTHORISED_HTTP) return ask()
      throw problem
    }
  }

  private connection(state: ConnectionState, code?: number): void {
    if (state === 'live') {
      this.failures = 0
      this.poll.stop()
      this.turn('live')
    } else if (state === 'connecting') {
      if (this.state !== 'live') this.turn('connecting')
    } else {
      this.tell('agents', undefined)
      if (code === UNAUTHORISED) this.identity.renew()
      if (state === 'down' && ++this.failures < TRIES) this.turn('down')
      else this.poll.start()
    }
  }

  private turn(state: ConnectionState): void {
    if (state !== 'live') this.caughtUp = false
    if (state === this.state) return
    this.state = state
    this.tell('connection', state)
  }

  protected hear(event: OutboxEvent): void {
    if (event.type === 'acknowledged') this.tell('stored', event.clientId, event.sequence)
    else this.tell('unsent', unsentOf(event.item))
  }

  private take(frames: HubFrame[]): void {
    let fresh: Entry[] = []
    const handOn = () => {
      const entries = fresh
      fresh = []
      if (entries.length > 0) this.tell('entries', entries)
    }
    for (const frame of frames) {
      if (frame.type === 'entry') {
        fresh.push(...this.following.take([frame.entry]))
      } else if (frame.type === 'entries') {
        const moved = this.following.takePage(frame.entries, frame.more)
        fresh.push(...moved)
        this.awaited = false
        // The same is not asked for at once where the answer brought nothing.
        if (moved.length > 0) this.asked = ''
      } else {
        handOn()
        this.takeOther(frame)
      }
    }
    handOn()
    this.catchUp()
  }

  private takeOther(frame: HubFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.welcome(frame)
        break
      case 'heartbeat':
        this.asked = ''
        this.awaited = false
        this.following.reaches(Math.max(0, ...Object.values(frame.last)))
        break
      case 'typing':
        this.tell('typing', frame.sender.name ?? '', frame.stopped ?? false)
        break
      case 'presence':
        this.tell('agents', frame.state === 'online')
    }
  }

  private welcome({ epoch, last = 0 }: Extract<HubFrame, { type: 'welcome' }>): void {
    this.turn('live')
    this.asked = ''
    if (this.epoch && this.epoch !== epoch) this.forgetEntries()
    this.awaited = this.epoch !== '' && this.following.begun && this.following.last < last
    this.epoch = epoch
    this.following.reaches(last)
    this.readTold = 0
    this.tellRead()
    if (!this.following.begun) {
      if (last === 0) this.following.after(0)
      else this.fetch({ type: 'fetch', before: last + 1, limit: PAGE })
    }
  }

  private catchUp(): void {
    const { begun, behind } = this.following
    if (!begun) return
    if (behind) {
      if (!this.awaited) this.fetch({ type: 'fetch', after: this.following.last, limit: PAGE })
    } else if (!this.caughtUp && this.state === 'live') {
      this.caughtUp = true
      this.tell('caughtUp')
    }
  }

  // Not the same twice, while the answer is awaited.
  private fetch(frame: ClientFrame): void {
    const asked = JSON.stringify(frame)
    if (asked !== this.asked && this.say(frame)) this.asked = asked
  }

  private tellRead(): void {
    const upTo = this.readUpTo
    if (upTo > this.readTold && this.say({ type: 'read', upTo })) this.readTold = upTo
  }

  // By the way there is.
  private say(frame: ClientFrame): boolean {
    return (this.socket?.send(frame) ?? false) || this.poll.send(frame)
  }

  private tell<Name extends keyof Listener>(name: Name, ...told: Parameters<NonNullable<Listener[Name]>>): void {
    const { listener } = this.options
    if (!this.made) return
    try {
      ;(listener?.[name] as ((...told: unknown[]) => void) | undefined)?.call(listener, ...told)
    } catch (problem) {
      report(problem)
    }
  }
}

// To nobody in particular, as what is thrown where nobody catches it.
export function report(problem: unknown): void {
  if (typeof reportError === 'undefined') console.error(problem)
  else reportError(problem)
}

function unsentOf({ frame, at, problem }: Item): Unsent {
  return { clientId: frame.clientId, parts: partsOf(frame), at, problem }
}
