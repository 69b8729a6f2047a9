import { itemsOf, type MessageItem, type UnknownItem } from '@/live/messages'
import type { Timeline } from '@/live/timeline'

// What the visitor sees of the conversation; how it is served is the agents' concern.
export type Line = MessageItem | UnknownItem

export function linesOf(timeline: Timeline): Line[] {
  return itemsOf(timeline).filter((item) => item.type !== 'session')
}

export function isMine(line: Line | undefined): boolean {
  return line?.type === 'message' && line.mine
}
