import { vi } from 'vitest'
import type { ClientFrame, HubFrame } from '@client/frames'
import type { Entry, Part } from '@/live/model'
import { partsOf } from '@client/shelf'
import { textOf } from '@/live/timeline'

// A hub in memory that behaves towards its clients as the real one does: it answers late, refuses everything after what
// was not taken until that comes again, knows what it has stored by its key, restarts, and is cut off at any point.
// Everything that is left to chance comes from one seed.

export interface Stored {
  conversation: string
  clientId: string
  text: string
  sequence: number
}

type Answer = (result: Stored | 'busy') => void

interface Submission {
  sender: string
  conversation: string
  clientId: string
  parts: Part[]
  answer: Answer
}

// Entries as the next version may write them, and how they stand in a thread.
export const LATER = {
  entries: [
    { kind: 'poll.opened', change: { type: 'poll', question: 'Which?' } },
    { direction: 'sideways', change: { type: 'message', parts: [{ type: 'hologram' }, { type: 'text', text: 'later' }] } },
    { kind: 'nothing.said' },
  ],
  shown: ['? poll.opened', 'later', '? nothing.said'],
}

export class ModelHub {
  readonly log: Entry[] = []
  up = true
  // Whether WebSockets get through.
  sockets = true
  // How likely something goes wrong.
  trouble = 0
  // How likely the database fails.
  busy = 0
  page = 0
  life = 0
  readUpTo = 0
  // Hears what a client sends, when it sends it.
  hears: (text: string) => void = () => {}
  // The cursors with which lists were followed.
  readonly cursors: (string | undefined)[] = []

  private readonly wires = new Set<ModelSocket>()
  private readonly keys = new Map<string, Stored>()
  private queue: Submission[] = []
  private readonly tasks = new Set<{ due: number; work: () => void; timer?: ReturnType<typeof setTimeout> }>()

  constructor(readonly random: () => number) {
    const hub = this
    vi.stubGlobal(
      'WebSocket',
      class extends ModelSocket {
        constructor(url: string) {
          super(hub, new URL(url).pathname, hub.page)
        }
      },
    )
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => this.fetch(url, init))
  }

  chance(likely: number): boolean {
    return this.random() < likely
  }

  // What was said, as it is stored.
  texts(conversation?: string): string[] {
    return this.log.filter((entry) => !conversation || entry.conversation === conversation).flatMap(({ change }) => (change.type === 'message' ? [textOf(change.parts)] : []))
  }

  // Happens later, also where the page has gone meanwhile.
  after(delay: number, work: () => void): void {
    const task: { due: number; work: () => void; timer?: ReturnType<typeof setTimeout> } = { due: Date.now() + delay, work }
    this.tasks.add(task)
    this.arm(task)
  }

  // The page goes, with all that it waits for.
  unload(): void {
    this.page++
    const now = Date.now()
    vi.clearAllTimers()
    // A clock may be wrong.
    vi.setSystemTime(this.chance(0.2) ? now - 3_600_000 : now)
    for (const wire of this.wires) wire.vanish()
    for (const task of this.tasks) {
      task.due += Date.now() - now
      this.arm(task)
    }
  }

  cut(code: number): void {
    for (const wire of [...this.wires]) wire.shut(code)
  }

  stop(): void {
    this.up = false
    this.life++
    this.queue = []
    this.cut(this.chance(0.5) ? 1012 : 1006)
  }

  // Tells everybody who is connected.
  tell(frame: object): void {
    for (const wire of this.wires) wire.tell(frame)
  }

  // Has the next version's frames and entries told to everybody who is connected.
  sayLater(conversation: string): void {
    this.tell({ type: 'dance', steps: 3 })
    this.tell({ type: 'presence' })
    for (const entry of LATER.entries) {
      const sequence = this.last(conversation) + 1
      const later = { conversation, sequence, previous: sequence - 1, visibility: 'everyone', direction: 'inbound', sender: { kind: 'ghost', id: 'g' }, ...entry }
      this.log.push(later as unknown as Entry)
      this.tell({ type: 'entry', entry: later })
    }
    this.tell({ type: 'changed', cursor: 'later' })
  }

  latency(): number {
    return 5 + this.random() * 120
  }

  // Answers once it is stored, or not.
  submit(submission: Submission): void {
    this.queue.push(submission)
    if (this.queue.length === 1) this.after(this.latency(), () => this.commit())
  }

  withdraw(answers: Set<Answer>): void {
    this.queue = this.queue.filter(({ answer }) => !answers.has(answer))
  }

  open(wire: ModelSocket): void {
    this.wires.add(wire)
  }

  close(wire: ModelSocket): void {
    this.wires.delete(wire)
  }

  last(conversation: string): number {
    return this.log.findLast((entry) => entry.conversation === conversation)?.sequence ?? 0
  }

  entries(conversation: string, query: { after?: number; before?: number; limit?: number }): { items: Entry[]; more: boolean } {
    const all = this.log.filter((entry) => entry.conversation === conversation)
    const limit = query.limit ?? 50
    if (query.before !== undefined) {
      const fitting = all.filter(({ sequence }) => sequence < (query.before ?? 0))
      return { items: fitting.slice(-limit), more: fitting.length > limit }
    }
    const fitting = all.filter(({ sequence }) => sequence > (query.after ?? 0))
    return { items: fitting.slice(0, limit), more: fitting.length > limit }
  }

  private arm(task: { due: number; work: () => void; timer?: ReturnType<typeof setTimeout> }): void {
    task.timer = setTimeout(() => {
      this.tasks.delete(task)
      task.work()
    }, Math.max(0, task.due - Date.now()))
  }

  private commit(): void {
    const batch = this.queue
    this.queue = []
    if (!this.up) return
    const fails = this.chance(this.busy)
    for (const submission of batch) submission.answer(fails ? 'busy' : this.store(submission))
  }

  private store({ sender, conversation, clientId, parts }: Submission): Stored {
    const key = `${sender}/${clientId}`
    const known = this.keys.get(key)
    if (known) return known
    const previous = this.last(conversation)
    const inbound = sender.startsWith('v-')
    const entry: Entry = {
      kind: 'message.created',
      channel: 'web',
      inbox: 'shop',
      conversation,
      sequence: previous + 1,
      previous,
      visibility: 'everyone',
      direction: inbound ? 'inbound' : 'outbound',
      sender: { kind: inbound ? 'contact' : 'agent', id: sender },
      sentAt: '2026-03-01T08:00:00Z',
      storedAt: '2026-03-01T08:00:00Z',
      metadata: { clientId },
      change: { type: 'message', parts },
    }
    this.log.push(entry)
    const stored = { conversation, clientId, text: textOf(parts), sequence: entry.sequence }
    this.keys.set(key, stored)
    for (const wire of this.wires) wire.committed(entry)
    return stored
  }

  // REST, for the visitor and for what the console asks.
  private fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { page } = this
    return new Promise((resolve, reject) => {
      init.signal?.addEventListener('abort', () => page === this.page && reject(new DOMException('aborted', 'AbortError')))
      this.answer(url, init).then(
        (response) => page === this.page && resolve(response),
        (problem: unknown) => page === this.page && reject(problem),
      )
    })
  }

  private async answer(url: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams } = new URL(url, 'http://hub')
    if (pathname === '/api/v1/visitor/messages') this.hears(textOf((JSON.parse(String(init.body)) as { parts: Part[] }).parts))
    await this.travel()
    if (!this.up) throw new TypeError('refused')
    if (this.chance(this.trouble)) {
      if (this.chance(0.3)) return Response.json({ detail: 'slow' }, { status: 429, headers: { 'Retry-After': String(1 + Math.floor(this.random() * 4)) } })
      if (this.chance(0.2)) return Response.json({}, { status: 404 })
      if (this.chance(0.5)) throw new TypeError('lost')
    }
    const answer = await this.serve(pathname, searchParams, init)
    await this.travel()
    if (this.chance(this.trouble)) throw new TypeError('lost')
    return answer
  }

  private serve(path: string, query: URLSearchParams, init: RequestInit): Promise<Response> | Response {
    const body = () => JSON.parse(String(init.body)) as { clientId: string; parts: Part[]; upTo: number }
    if (path === '/api/v1/visitors') return Response.json({ token: 't', visitor: 'v-1', conversation: 'c-1', expires: '2099-01-01T00:00:00Z', identified: false }, { status: 201 })
    if (path === '/api/v1/tickets') return Response.json({ ticket: 't' })
    if (path === '/console/settings.json') return Response.json({ gateway: { port: 1, url: 'ws://hub' } })
    if (path === '/api/v1/visitor/messages') {
      const { clientId, parts } = body()
      if (textOf(parts).startsWith('poison')) return Response.json({ detail: 'no' }, { status: 422 })
      return new Promise((resolve) =>
        this.submit({
          sender: 'v-1',
          conversation: 'c-1',
          clientId,
          parts,
          answer: (result) =>
            resolve(result === 'busy' ? Response.json({}, { status: 503, headers: { 'Retry-After': '1' } }) : Response.json({ conversation: 'c-1', sequence: result.sequence }, { status: 201 })),
        }),
      )
    }
    if (path === '/api/v1/visitor/read') {
      this.readUpTo = Math.max(this.readUpTo, body().upTo)
      return new Response(null, { status: 204 })
    }
    if (path === '/api/v1/visitor/entries') return this.poll(query)
    const conversation = /^\/api\/v1\/conversations\/([^/]+)(\/entries)?$/.exec(path)
    if (conversation?.[2]) return Response.json({ items: this.entries(conversation[1] ?? '', numbers(query)).items })
    if (conversation) return Response.json({ id: conversation[1], channel: 'web', inbox: 'shop', contact: { id: 'c' }, changedAt: '', createdAt: '', lastSequence: this.last(conversation[1] ?? '') })
    if (path === '/api/v1/conversations') return Response.json({ items: [], upTo: 'listed' })
    return Response.json({}, { status: 404 })
  }

  private async poll(query: URLSearchParams): Promise<Response> {
    const asked = numbers(query)
    const until = Date.now() + (asked.wait ?? 0) * 1000
    let found = this.entries('c-1', asked)
    while (found.items.length === 0 && Date.now() < until && this.up) {
      await new Promise<void>((resolve) => this.after(250, resolve))
      found = this.entries('c-1', asked)
    }
    return Response.json({ ...found, last: this.last('c-1'), epoch: 1 })
  }

  private travel(): Promise<void> {
    return new Promise((resolve) => this.after(this.latency(), resolve))
  }
}

// One end of a connection; the other is the model hub.
export class ModelSocket {
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number; reason: string }) => void

  private state: 'connecting' | 'open' | 'closed' = 'connecting'
  private greeted = false
  private arriving = 0
  private leaving = 0
  private stalledAt?: string
  private readonly outstanding = new Map<Answer, string>()

  constructor(
    private readonly hub: ModelHub,
    private readonly path: string,
    private readonly page: number,
  ) {
    hub.open(this)
    hub.after(hub.latency(), () => {
      if (this.state !== 'connecting') return
      if (!hub.up || !hub.sockets) return this.shut(1006)
      this.state = 'open'
      this.onopen?.()
    })
  }

  send(text: string): void {
    if (this.state === 'connecting') throw new DOMException('not open', 'InvalidStateError')
    if (this.state === 'closed') return
    const { life } = this.hub
    const frame = JSON.parse(text) as ClientFrame
    if (frame.type === 'send' || frame.type === 'command') this.hub.hears(textOf(partsOf(frame)))
    this.arriving = Math.max(Date.now() + this.hub.latency(), this.arriving)
    this.hub.after(this.arriving - Date.now(), () => {
      if (this.hub.up && this.hub.life === life) this.read(frame)
    })
  }

  close(): void {
    this.state = 'closed'
    this.hub.close(this)
  }

  // The network or the hub ends it: what is on its way to the client is lost, what is on its way to the hub may come.
  shut(code: number): void {
    if (this.state === 'closed') return
    this.close()
    this.hub.after(1, () => this.alive && this.onclose?.({ code, reason: '500' }))
  }

  vanish(): void {
    this.close()
  }

  committed(entry: Entry): void {
    if (this.greeted) this.say({ type: 'entry', entry })
  }

  // Also what no frame of this version is.
  tell(frame: object): void {
    if (this.greeted) this.say(frame as HubFrame)
  }

  private get alive(): boolean {
    return this.page === this.hub.page
  }

  private get agent(): boolean {
    return this.path === '/ws/agent'
  }

  private read(frame: ClientFrame): void {
    switch (frame.type) {
      case 'hello': {
        this.greeted = true
        const last = this.hub.last('c-1')
        this.say({ type: 'welcome', epoch: 'e-1', time: '', heartbeat: 30, ...(this.agent ? {} : { conversation: 'c-1', last }) })
        if (frame.after !== undefined) this.list('c-1', { after: frame.after })
        break
      }
      case 'send':
        this.take(frame.clientId, 'v-1', 'c-1', frame.parts)
        break
      case 'command':
        this.take(frame.clientId, 'ada', frame.conversation, partsOf(frame))
        break
      case 'watch':
        this.list(frame.conversation, { after: frame.after, limit: 200 })
        break
      case 'fetch':
        this.list('c-1', frame)
        break
      case 'list':
        this.hub.cursors.push(frame.cursor)
        break
      case 'ping':
        this.say({ type: 'pong' })
    }
  }

  private list(conversation: string, query: { after?: number; before?: number; limit?: number }): void {
    const { items, more } = this.hub.entries(conversation, query)
    this.say({ type: 'entries', conversation, entries: items, more })
  }

  // As `Flow`: everything is refused that is not what stopped the flow.
  private take(clientId: string, sender: string, conversation: string, parts: Part[]): void {
    if (textOf(parts).startsWith('poison')) {
      this.shut(4400)
      return
    }
    if (this.stalledAt !== undefined && this.stalledAt !== clientId) {
      this.say({ type: 'busy', clientId, retryAfter: 1000 })
      return
    }
    this.stalledAt = undefined
    const answer: Answer = (result) => {
      if (!this.outstanding.delete(answer)) return
      if (result === 'busy') this.stall(clientId)
      else this.say({ type: 'acknowledged', clientId, conversation, sequence: result.sequence })
    }
    this.outstanding.set(answer, clientId)
    this.hub.submit({ sender, conversation, clientId, parts, answer })
  }

  private stall(clientId: string): void {
    const others = new Map(this.outstanding)
    this.outstanding.clear()
    this.hub.withdraw(new Set(others.keys()))
    this.stalledAt = clientId
    for (const each of [clientId, ...others.values()]) this.say({ type: 'busy', clientId: each, retryAfter: 1000 })
  }

  private say(frame: HubFrame): void {
    this.leaving = Math.max(Date.now() + this.hub.latency(), this.leaving)
    this.hub.after(this.leaving - Date.now(), () => {
      if (this.state === 'open' && this.alive) this.onmessage?.({ data: JSON.stringify(frame) })
    })
  }
}

// The same numbers for the same seed (mulberry32).
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function numbers(query: URLSearchParams): { after?: number; before?: number; limit?: number; wait?: number } {
  return Object.fromEntries([...query].map(([name, value]) => [name, Number(value)]))
}
