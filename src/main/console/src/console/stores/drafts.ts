import { defineStore } from 'pinia'
import { reactive } from 'vue'

export type Tab = 'reply' | 'note'

const STORED = 'omnihub.drafts'

// What was begun and not sent, by conversation and tab; it survives a reload of the page.
export const useDrafts = defineStore('drafts', () => {
  const drafts = reactive(new Map<string, string>(Object.entries(read())))

  function get(conversation: string, tab: Tab): string {
    return drafts.get(`${conversation}/${tab}`) ?? ''
  }

  function set(conversation: string, tab: Tab, text: string): void {
    if (text) drafts.set(`${conversation}/${tab}`, text)
    else drafts.delete(`${conversation}/${tab}`)
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
