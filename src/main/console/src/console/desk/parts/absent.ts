import type { Lost } from '@/live/messages'
import { whyLost } from '../../failures'

// What is said in place of media whose bytes are not here.
export function absent(media: Lost, t: (key: string, named?: Record<string, string>) => string): string {
  return media.lost ? t('part.lost', { reason: whyLost(media.lost) }) : t('part.fetching')
}
