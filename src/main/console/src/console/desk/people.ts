import { personName } from '@/text/person'
import { usePreferences } from '../stores/preferences'

// What contacts are called on this screen, in its language.
export function usePeople(): (contact: { id: string; name?: string } | undefined) => string {
  const preferences = usePreferences()
  return (contact) => personName(contact, preferences.language)
}
