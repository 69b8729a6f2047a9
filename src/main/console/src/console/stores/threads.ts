import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { i18n } from '@/i18n'
import { readEntries } from '@client/frames'
import { newId } from '@client/ids'
import type { Command, Entry } from '@/live/model'
import type { OutboxEvent } from '@client/outbox'
import { partsOf, type Item, type Problem } from '@client/shelf'
import { emptyTimeline, firstSequence, hasGap, hasOlder, knownSequence, lastSequence, reduce, type Timeline, type TimelineEvent } from '@/live/timeline'
import { personName } from '@/text/person'
import { get } from '../api'
import { useConversations } from './conversations'
import { useLink } from './link'
import { useNotices } from './notices'
import { usePreferences } from './preferences'
import { whyUnsent } from './unsent'

const PAGE = 50
// So many conversations are kept, those that were looked at last, and so many entries of one that is left.
export const KEPT = 20
export const KEPT_ENTRIES = 100
// One that is open has no more than so many, and is cut to half of them: to its end, or to what is looked at.
export const MOST_ENTRIES = 1000

export interface Thread {
  timeline: Timeline
  state: 'loading' | 'ready' | 'failed'
}

interface Page {
  items: unknown[]
}

// The conversations that were opened, with their entries. One of them is watched live.
export const useThreads = defineStore('threads', () => {
  const threads = shallowReactive(new Map<string, Thread>())
  const link = useLink()
  const conversations = useConversations()
  let watched: string | undefined

  async function open(id: string): Promise<void> {
    if (watched !== id) close()
    watched = id
    const known = threads.get(id)
    if (known?.state === 'ready') {
      // As the last of those that were looked at.
      threads.delete(id)
      threads.set(id, known)
      watch()
    } else {
      await load(id)
    }
  }

  // What has not been looked at for the longest time is read anew when it is opened again.
  function letGo(): void {
    for (const id of [...threads.keys()].slice(0, Math.max(0, threads.size - KEPT))) threads.delete(id)
  }

  // Its end is looked at: what stands far above is read anew by who scrolls there.
  function atEnd(id: string): void {
    if (isLong(id)) apply(id, { type: 'trimmed', most: MOST_ENTRIES / 2 })
  }

  function isLong(id: string): boolean {
    return (threads.get(id)?.timeline.entries.length ?? 0) > MOST_ENTRIES
  }

  // Reads the end of a conversation; what was written and not yet seen again stays.
  async function load(id: string): Promise<void> {
    empty(id, 'loading')
    try {
      const conversation = conversations.known.get(id) ?? (await conversations.find(id))
      const after = Math.max(0, conversation.lastSequence - PAGE)
      const items = await read(id, after)
      const thread = threads.get(id)
      if (!thread) return
      threads.set(id, { timeline: reduce(thread.timeline, { type: 'page', entries: items, complete: after === 0 }), state: 'ready' })
      if (watched === id) watch()
    } catch (problem) {
      empty(id, 'failed')
      throw problem
    }
  }

  function empty(id: string, state: 'loading' | 'failed'): void {
    const before = threads.get(id)?.timeline ?? emptyTimeline('agents')
    threads.set(id, { timeline: reduce(before, { type: 'restored' }), state })
    letGo()
    for (const item of link.unsent()) if (conversationOf(item) === id) show(item)
  }

  function close(): void {
    if (!watched) return
    link.send({ type: 'unwatch', conversation: watched })
    if (threads.get(watched)?.timeline.rest) threads.delete(watched)
    else apply(watched, { type: 'trimmed', most: KEPT_ENTRIES })
    watched = undefined
  }

  // Asks for what follows the last entry: at first, after a reconnect, and where a gap was seen.
  function watch(): void {
    const thread = watched && threads.get(watched)
    if (watched && thread && thread.state === 'ready') {
      link.send({ type: 'watch', conversation: watched, after: knownSequence(thread.timeline) })
    }
  }

  async function older(id: string): Promise<void> {
    const thread = threads.get(id)
    if (!thread || !hasOlder(thread.timeline)) return
    const first = firstSequence(thread.timeline)
    const after = Math.max(0, first - 1 - PAGE)
    const items = await read(id, after)
    apply(id, { type: 'page', entries: items, complete: after === 0 })
    if (isLong(id)) apply(id, { type: 'cut', most: MOST_ENTRIES / 2 })
  }

  // Reads on where what follows was let go.
  async function newer(id: string): Promise<void> {
    const thread = threads.get(id)
    if (!thread?.timeline.rest) return
    apply(id, { type: 'page', entries: await read(id, lastSequence(thread.timeline)) })
    atEnd(id)
  }

  // Its end is to be looked at.
  async function latest(id: string): Promise<void> {
    if (threads.get(id)?.timeline.rest) await load(id)
  }

  function apply(id: string, event: TimelineEvent): void {
    const thread = threads.get(id)
    if (!thread) return
    const timeline = reduce(thread.timeline, event)
    if (timeline !== thread.timeline) threads.set(id, { ...thread, timeline })
  }

  // Entries of the socket, possibly of several conversations.
  function take(entries: Entry[]): void {
    const ids = new Set(entries.map((entry) => entry.conversation))
    for (const id of ids) {
      // What comes while the first page is being read is read with it, or asked for after it.
      if (threads.get(id)?.state !== 'ready') continue
      apply(id, { type: 'live', entries: entries.filter((entry) => entry.conversation === id) })
      const thread = threads.get(id)
      if (thread && hasGap(thread.timeline) && id === watched) watch()
    }
  }

  // Why the hub would never take it, where that is so: nothing is written then.
  function write(id: string, command: Command): Problem | undefined {
    return link.submit({ type: 'command', clientId: newId(), conversation: id, command })
  }

  function retry(id: string, clientId: string): void {
    apply(id, { type: 'withdrawn', clientId })
    link.again(clientId)
  }

  function discard(id: string, clientId: string): void {
    link.withdraw(clientId)
    apply(id, { type: 'withdrawn', clientId })
  }

  function show({ frame, at, problem }: Item): void {
    if (frame.type !== 'command') return
    const { clientId, conversation, command } = frame
    const written = { clientId, parts: partsOf(frame), note: command.type === 'note', at: new Date(at).toISOString() }
    apply(conversation, { type: 'written', written: problem ? { ...written, state: 'failed', reason: whyUnsent(problem) } : { ...written, state: 'sending' } })
  }

  // What became of something that was written here, or by an earlier page.
  function hear(event: OutboxEvent): void {
    switch (event.type) {
      case 'waiting':
        show(event.item)
        break
      case 'acknowledged':
        apply(event.conversation, event)
        break
      case 'refused':
        refused(event)
    }
  }

  // Whoever looks at something else by now is told so.
  function refused({ clientId, item: { frame }, problem }: Extract<OutboxEvent, { type: 'refused' }>): void {
    const id = frame.type === 'command' ? frame.conversation : ''
    apply(id, { type: 'refused', clientId, reason: whyUnsent(problem) })
    if (id === watched) return
    const name = personName(conversations.known.get(id)?.contact, usePreferences().language)
    useNotices().say(i18n.global.t('message.unsent.elsewhere', { name, why: whyUnsent(problem) }), 'bad')
  }

  // Heartbeats tell the last sequences, so that a lost last entry is missed too.
  function behind(last: Record<string, number>): void {
    const thread = watched && threads.get(watched)
    if (watched && thread && (last[watched] ?? 0) > knownSequence(thread.timeline)) watch()
  }

  // The log was put back to an earlier time: what is open is read anew, and what was not acknowledged is still sent.
  function restored(): void {
    for (const id of threads.keys()) if (id !== watched) threads.delete(id)
    if (watched) void load(watched).catch(() => undefined)
  }

  function forget(): void {
    threads.clear()
  }

  return { threads, open, close, atEnd, watch, older, newer, latest, apply, take, write, retry, discard, hear, behind, restored, forget }
})

async function read(id: string, after: number): Promise<Entry[]> {
  const page = await get<Page>(`/api/v1/conversations/${encodeURIComponent(id)}/entries`, { after, limit: PAGE })
  return readEntries(page.items)
}

function conversationOf({ frame }: Item): string | undefined {
  return frame.type === 'command' ? frame.conversation : undefined
}
