import { i18n } from '@/i18n'
import { whyFailed } from '../failures'

// What happened to a message, as the API tells it (docs/api.md).
export interface Step {
  step: string
  at: string
  // All of what follows, in English.
  detail?: string
  code?: string
  reason?: string
  attempts?: number
  maybeRepeated?: boolean
}

const ENDED = new Set(['failed', 'dead', 'told-failed'])

// What there is to say of a step, in the person's language; what has no code is told in the hub's words.
export function said(channel: string, step: Step, t: (key: string, count?: number) => string): string {
  const { code = '', reason = '', attempts = 0, detail = '' } = step
  const all = [attempts > 0 && t('way.attempts', attempts), step.maybeRepeated && t('way.maybeRepeated'), why()].filter(Boolean)
  return all.length > 0 ? all.join(' · ') : detail

  function why(): string {
    if (ENDED.has(step.step)) return whyFailed(channel, { code, reason })
    if (code === 'late') return t('way.late')
    if (step.step === 'given-up') return i18n.global.t('told', { why: t('way.untaken'), sentence: detail })
    return reason && i18n.global.t('told', { why: t('way.tried'), sentence: reason })
  }
}
