import { Client, NotSentError } from '@client/client'
import type { Gateway, Problem, Unsent, User } from '@client/index'
import { computed, signal } from '@preact/signals'
import { warnBeforeLeaving } from '@/live/leaving'
import type { Entry, Part } from '@/live/model'
import { unread } from '@/live/messages'
import { emptyTimeline, firstSequence, lastSequence, reduce, type TimelineEvent } from '@/live/timeline'
import { linesOf } from './lines'
import { Uploads } from './uploads'

const TYPING_SHOWN = 6_000
// So many entries are kept while their end is looked at; then it is cut to half of them.
export const MOST_ENTRIES = 400

export interface SitePage {
  // The token that the page keeps. Browsers may give a frame of another site no storage, or forget it soon.
  visitor?: string
  became(token: string): void
  // Why the hub did not take what the site says of its user.
  refused(reason: string): void
}

// The visitor's conversation as the window shows it, and what may be done with it.
export class Talk {
  readonly thread = signal(emptyTimeline('contact'))
  readonly lines = computed(() => linesOf(this.thread.value))
  readonly unread = computed(() => unread(this.thread.value))
  readonly connected = signal(true)
  readonly typing = signal('')
  readonly agents = signal<boolean | undefined>(undefined)
  readonly loaded = signal(false)
  readonly client: Client
  readonly uploads: Uploads

  private typingEnds?: ReturnType<typeof setTimeout>
  private asking = false

  constructor(site: string, gateway: Gateway, jwt: string | undefined, page: SitePage) {
    this.client = new Client({
      hub: location.origin,
      site,
      gateway,
      user: userOf(jwt),
      visitor: page.visitor,
      listener: {
        entries: (entries) => this.hear([...entries]),
        caughtUp: () => (this.loaded.value = true),
        unsent: (unsent) => this.show(unsent),
        stored: (clientId, sequence) => this.apply({ type: 'acknowledged', clientId, sequence }),
        connection: (state) => {
          if (state === 'live') this.connected.value = true
          else if (state === 'down' && this.thread.peek().entries.length) this.connected.value = false
        },
        typing: (name, stopped) => this.showTyping(stopped ? '' : name || ' '),
        agents: (online) => (this.agents.value = online),
        begins: () => this.begin(),
        refused: page.refused,
        visitor: page.became,
      },
    })
    this.uploads = new Uploads(this.client, (part) => this.client.send([part.type === 'video' ? { ...part, type: 'file' } : part]))
    warnBeforeLeaving(() => this.client.unsafe || this.uploads.list.peek().length > 0)
  }

  start(): void {
    this.client.start()
  }

  // The site says again who the visitor is: another one has another conversation.
  async identify(jwt: string): Promise<void> {
    if (await this.client.identify({ token: () => jwt })) this.uploads.forget()
  }

  // Another person, who finds nothing of the one before.
  reset(jwt?: string): void {
    this.uploads.forget()
    this.client.reset(userOf(jwt))
  }

  // Why the hub would never take it, where that is so: nothing is written then.
  write(parts: Part[]): Problem | undefined {
    try {
      this.client.send(parts)
      return undefined
    } catch (reason) {
      if (reason instanceof NotSentError) return reason.problem
      throw reason
    }
  }

  again(clientId: string): void {
    this.apply({ type: 'withdrawn', clientId })
    this.client.again(clientId)
  }

  discard(clientId: string): void {
    this.client.discard(clientId)
    this.apply({ type: 'withdrawn', clientId })
  }

  async older(): Promise<void> {
    const before = firstSequence(this.thread.peek())
    if (this.asking) return
    this.asking = true
    try {
      const { entries, more } = await this.client.before(before)
      // Meanwhile it may have been cut, or have become another.
      if (firstSequence(this.thread.peek()) === before) this.apply({ type: 'page', entries, complete: !more })
    } catch {
      // The button is still there.
    } finally {
      this.asking = false
    }
  }

  // The end is looked at: what stands far above is asked for again by who wants to see it.
  atEnd(): void {
    if (this.thread.peek().entries.length > MOST_ENTRIES) this.apply({ type: 'trimmed', most: MOST_ENTRIES / 2 })
  }

  isTyping(preview: string): void {
    this.client.typing(preview)
  }

  read(): void {
    const { upTo } = this.unread.peek()
    if (upTo > 0) this.client.read(upTo)
  }

  // Nothing of the conversation is known.
  private begin(): void {
    this.loaded.value = false
    this.thread.value = emptyTimeline('contact')
    for (const unsent of this.client.unsent) this.show(unsent)
  }

  private hear(entries: Entry[]): void {
    if (entries.some(({ direction }) => direction === 'outbound')) this.showTyping('')
    const known = lastSequence(this.thread.peek())
    // The first ones are the last that there are; and between what is known and these the hub may keep nothing.
    if (known === 0 || (entries[0]?.previous ?? 0) > known) this.apply({ type: 'restored' })
    this.apply({ type: 'page', entries })
  }

  private show({ clientId, parts, at, problem }: Unsent): void {
    this.apply({
      type: 'written',
      written: { clientId, parts: [...parts], at: new Date(at).toISOString(), state: problem ? 'failed' : 'sending', reason: problem?.reason },
    })
  }

  private showTyping(name: string): void {
    clearTimeout(this.typingEnds)
    this.typing.value = name
    this.typingEnds = setTimeout(() => (this.typing.value = ''), TYPING_SHOWN)
  }

  private apply(event: TimelineEvent): void {
    this.thread.value = reduce(this.thread.peek(), event)
  }
}

function userOf(jwt: string | undefined): User | undefined {
  return jwt === undefined ? undefined : { token: () => jwt }
}
