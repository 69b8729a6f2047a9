import type { Memory } from './shelf'

// What the browser keeps for this page and its like; nothing where it is forbidden, as frames may be.
export function pageMemory(): Memory | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
