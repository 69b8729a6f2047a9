// The hub's rules of passwords (docs/api.md), as far as a browser can know them.
export const SHORTEST = 12
export const LONGEST = 72
const FEWEST_CHARACTERS = 5

export type PasswordProblem = 'tooShort' | 'tooLong' | 'alike' | 'named'

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}

export function passwordProblem(password: string, user: string): PasswordProblem | undefined {
  const length = bytes(password)
  if (length < SHORTEST) return 'tooShort'
  if (length > LONGEST) return 'tooLong'
  if (new Set(password).size < FEWEST_CHARACTERS) return 'alike'
  if (bytes(password.toLowerCase().replaceAll(user, '')) < SHORTEST) return 'named'
  return undefined
}
