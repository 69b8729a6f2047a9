import { defineStore } from 'pinia'
import { ref } from 'vue'
import { i18n } from '@/i18n'
import { Problem, UNREACHABLE } from '../api'

const SHOWN_FOR = 6000

export interface Notice {
  id: number
  tone: 'good' | 'bad'
  text: string
}

// Short messages at the edge of the screen.
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([])
  let count = 0

  function say(text: string, tone: Notice['tone'] = 'good'): void {
    if (notices.value.some((each) => each.text === text && each.tone === tone)) return
    const id = ++count
    notices.value.push({ id, tone, text })
    setTimeout(() => drop(id), SHOWN_FOR)
  }

  function drop(id: number): void {
    notices.value = notices.value.filter((each) => each.id !== id)
  }

  // Tells what went wrong in the words of the person's language.
  function fail(problem: unknown): void {
    say(wordsFor(problem), 'bad')
  }

  return { notices, say, drop, fail }
})

export function wordsFor(problem: unknown): string {
  const { t, te } = i18n.global
  if (!(problem instanceof Problem)) return t('problem.other', { code: (problem as Error | undefined)?.name ?? '', sentence: String(problem) })
  if (problem.status === UNREACHABLE) return t('problem.offline')
  if (problem.status === 403) return t('problem.forbidden')
  const code = problem.type === 'about:blank' ? `HTTP ${problem.status}` : problem.type
  const key = te(`problem.${code}`) ? `problem.${code}` : 'problem.other'
  return t(key, { code, sentence: problem.message })
}
