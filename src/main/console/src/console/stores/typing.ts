import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { HubFrame } from '@client/frames'
import type { Sender } from '@/live/model'

// Who says nothing more for so long has stopped.
const FADES_AFTER = 6000

export interface Typist {
  sender: Sender
  preview: string
  note: boolean
}

// Who is typing in which conversation.
export const useTyping = defineStore('typing', () => {
  const typists = reactive(new Map<string, Map<string, Typist>>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function take(frame: Extract<HubFrame, { type: 'typing' }>): void {
    const who = `${frame.sender.kind}:${frame.sender.id}`
    const key = `${frame.conversation}/${who}`
    clearTimeout(timers.get(key))
    if (frame.stopped) {
      stop(frame.conversation, who)
      return
    }
    if (!typists.has(frame.conversation)) typists.set(frame.conversation, new Map())
    typists.get(frame.conversation)!.set(who, { sender: frame.sender, preview: frame.preview ?? '', note: frame.note ?? false })
    timers.set(key, setTimeout(() => stop(frame.conversation, who), FADES_AFTER))
  }

  function stop(conversation: string, who: string): void {
    timers.delete(`${conversation}/${who}`)
    const there = typists.get(conversation)
    there?.delete(who)
    if (there?.size === 0) typists.delete(conversation)
  }

  // What was being typed has come.
  function said(conversation: string, sender: Sender): void {
    const who = `${sender.kind}:${sender.id}`
    clearTimeout(timers.get(`${conversation}/${who}`))
    stop(conversation, who)
  }

  function of(conversation: string): Typist[] {
    return [...(typists.get(conversation)?.values() ?? [])]
  }

  return { take, said, of }
})
