import type { Language } from '@/i18n'
import { ANIMALS } from './words'

// Numbers have three digits.
const FIRST = 100
const NUMBERS = 900

// What a person is called on the screen: by name, else by a word and a number made of the contact's id.
export function personName(contact: { id: string; name?: string } | undefined, language: Language): string {
  const name = contact?.name?.trim()
  if (name || !contact?.id) return name ?? ''
  const mark = markOf(contact.id)
  const animal = ANIMALS[mark % ANIMALS.length]![language === 'zh' ? 1 : 0]
  return `${animal} ${FIRST + (Math.floor(mark / ANIMALS.length) % NUMBERS)}`
}

// A number of an id, the same everywhere (FNV-1a).
export function markOf(id: string): number {
  let mark = 0x811c9dc5
  for (let i = 0; i < id.length; i++) {
    mark = Math.imul(mark ^ id.charCodeAt(i), 0x01000193)
  }
  return mark >>> 0
}

// The letters that stand for a name.
export function initialsOf(name: string): string {
  const letters = name.replace(/[\p{N}\p{Cf}]+/gu, ' ').trim() || name.trim()
  const han = letters.match(/\p{Script=Han}/gu)
  if (han) return han.slice(-2).join('')
  const words = letters.split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('').toLocaleUpperCase()
}
