import type { Sender } from '@/live/model'
import { isolated } from '@/text/formats'

export interface Words {
  you: string
  hub: string
}

// Who said the last word, as it stands before it in a list; nothing for the contact whose conversation it is.
export function speaker(sender: Sender | undefined, contact: string, me: string | undefined, words: Words): string {
  if (!sender) return ''
  switch (sender.kind) {
    case 'contact':
      // In a group somebody says it, whose name is not the group's.
      return sender.name && sender.name !== contact ? `${isolated(sender.name)}:` : ''
    case 'system':
      return `${words.hub}:`
    default:
      return sender.kind === 'agent' && sender.id === me ? words.you : `${isolated(sender.name || sender.id)}:`
  }
}
