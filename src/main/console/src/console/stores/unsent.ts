import { i18n } from '@/i18n'
import type { Problem } from '@client/shelf'

// Of these there is no more to say.
const SAID = new Set(['too-large', 'full', 'unanswered', 'expired', 'window-closed'])

// Why something was not sent, in the words of the person's language, by the code; of one that this version does not know
// there is the code.
export function whyUnsent({ code, reason, size = 0, most = 0 }: Problem): string {
  const key = `message.unsent.${code}`
  const { t, te } = i18n.global
  const why = te(key) ? t(key, { size: Math.ceil(size / 1024), most: Math.floor(most / 1024) }) : t('message.unsent.other', { code })
  return reason && !SAID.has(code) ? t('told', { why, sentence: reason }) : why
}
