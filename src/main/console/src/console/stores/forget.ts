import { useAttachments } from './attachments'
import { useConversations } from './conversations'
import { useDrafts } from './drafts'
import { useLink } from './link'
import { useThreads } from './threads'

// What one person saw and wrote is not for the next at the same screen.
export function forgetPerson(): void {
  useConversations().forget()
  useThreads().forget()
  useDrafts().forget()
  useAttachments().forget()
  useLink().forget()
}
