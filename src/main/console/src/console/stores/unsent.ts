import { i18n } from '@/i18n'
import type { Problem } from '@client/shelf'

// Why something was not sent, in the words of the person's language; the hub says its reasons itself.
export function whyUnsent({ code, reason, size = 0, most = 0 }: Problem): string {
  const key = `message.unsent.${code}`
  const { t, te } = i18n.global
  return te(key) ? t(key, { size: Math.ceil(size / 1024), most: Math.floor(most / 1024) }) : reason || t('message.unsent.unanswered')
}
