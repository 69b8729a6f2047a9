import { Hub, type Gateway } from '@client/api'

// What the hub tells of the site in whose pages the window stands.
export interface Site {
  name: string
  welcome?: { en?: string; zh?: string }
  color?: string
  locale?: string
  origins: string[]
  gateway: Gateway
}

export function readSite(key: string): Promise<Site> {
  return new Hub(location.origin).site(key)
}
