import { defineStore } from 'pinia'
import { reactive } from 'vue'

export type Tab = 'reply' | 'note'

// What is written for a conversation: on a tab, or whom the reply goes to beside.
type Line = Tab | 'cc' | 'bcc'

const STORED = 'omnihub.drafts'

// What was begun and not sent, by conversation and line; it survives a reload of the page.
export const useDrafts = defineStore('drafts', () => {
  const drafts = reactive(new Map<string, string>(Object.entries(read())))

  function get(conversation: string, line: Line): string {
    return drafts.get(`${conversation}/${line}`) ?? ''
  }

  function set(conversation: string, line: Line, text: string): void {
    if (text) drafts.set(`${conversation}/${line}`, text)
    else drafts.delete(`${conversation}/${line}`)
    sessionStorage.setItem(STORED, JSON.stringify(Object.fromEntries(drafts)))
  }

  function forget(): void {
    drafts.clear()
    sessionStorage.removeItem(STORED)
  }

  return { get, set, forget }
})

function read(): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}
