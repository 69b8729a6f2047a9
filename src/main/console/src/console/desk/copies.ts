// To whom else an answer goes, where its channel sends copies.
export interface Copies {
  cc: string[]
  bcc: string[]
}

// Of both together, as the hub takes them.
export const MOST = 50

const ADDRESS = /^[^@\s<>,;:"()[\]\\]+@[^@\s<>,;:"()[\]\\]+$/

// Those that somebody wrote, each once, however they are kept apart.
export function addressesOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;，；、]+/).filter((each) => each !== ''))]
}

// The first that can be none; undefined where all may be.
export function wrongAddress({ cc, bcc }: Copies): string | undefined {
  return [...cc, ...bcc].find((each) => each.length > 320 || !ADDRESS.test(each))
}
