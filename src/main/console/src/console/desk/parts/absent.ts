import type { Media } from '@/live/model'

// What is said in place of media whose bytes are not here.
export function absent(media: Media, t: (key: string, named?: Record<string, string>) => string): string {
  return media.lost ? t('part.lost', { reason: media.lost }) : t('part.fetching')
}
