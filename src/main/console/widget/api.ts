import { readEntries } from '@/live/frames'
import type { Entry, Media, Part } from '@/live/model'

// The REST API for visitors: the token, files, and all else where a WebSocket can't be had.

export interface Site {
  name: string
  welcome?: { en?: string; zh?: string }
  color?: string
  locale?: string
  origins: string[]
  gateway: { port: number; url: string; largestFrame?: number; longestText?: number }
}

export interface Token {
  token: string
  visitor: string
  conversation: string
  expires: string
  identified: boolean
}

export interface Page {
  items: Entry[]
  // The last sequence that the visitor may see, at the end of the page or after it.
  last: number
  // Whether there are further ones.
  more: boolean
  epoch: number
}

export class ApiError extends Error {
  // `retryAfter` in seconds; 0 where the hub says none.
  constructor(readonly status: number, reason: string, readonly retryAfter = 0) {
    super(reason)
  }
}

const PATIENCE = 15_000
export const UNAUTHORISED = 401
const VISITOR = '/api/v1/visitor'

export async function site(key: string): Promise<Site> {
  return json(await fetch(`/widget/sites/${encodeURIComponent(key)}.json`))
}

export async function newToken(site: string, user?: string, token?: string): Promise<Token> {
  return json(await fetch('/api/v1/visitors', body({ site, user, token })))
}

// What a visitor with a token may do.
export class VisitorApi {
  // `renew` is called where the hub does not take the token: the next call has another one.
  constructor(private readonly token: () => Promise<string>, private readonly renew: () => void) {}

  // `still` tells, once there is a token, whether it is the one in whose name this is said.
  async send(clientId: string, parts: Part[], still: () => boolean): Promise<{ conversation: string; sequence: number }> {
    return json(await this.call('/messages', body({ clientId, parts }), still))
  }

  async read(upTo: number): Promise<void> {
    await checked(await this.call('/read', body({ upTo })))
  }

  async entries(query: { after?: number; before?: number; limit?: number; wait?: number }, signal?: AbortSignal): Promise<Page> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined)
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
    const page = await json<Page>(await this.call(`/entries?${search}`, { signal }))
    return { ...page, items: readEntries(page.items) }
  }

  // Tells how far it is, from 0 to 1, which `fetch` can't.
  async upload(file: File, progress: (done: number) => void, stop: AbortSignal): Promise<Media> {
    const token = await this.token()
    stop.throwIfAborted()
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', `${VISITOR}/media?${new URLSearchParams({ fileName: file.name })}`)
      request.responseType = 'json'
      request.setRequestHeader('Authorization', `Visitor ${token}`)
      if (file.type) request.setRequestHeader('Content-Type', file.type)
      request.upload.onprogress = (event) => progress(event.loaded / (event.total || 1))
      request.onload = () => {
        if (request.status === UNAUTHORISED) this.renew()
        if (request.status < 300) resolve(request.response as Media)
        else reject(new ApiError(request.status, `HTTP ${request.status}`))
      }
      request.onerror = request.onabort = () => reject(new ApiError(0, 'not reached'))
      stop.addEventListener('abort', () => request.abort())
      request.send(file)
    })
  }

  async media(sequence: number, part: number): Promise<Blob> {
    return (await checked(await this.call(`/entries/${sequence}/parts/${part}/media`))).blob()
  }

  private async call(path: string, init: RequestInit = {}, still = () => true): Promise<Response> {
    const headers = { ...init.headers, Authorization: `Visitor ${await this.token()}` }
    if (!still()) throw new Error('Somebody else is here by now')
    const response = await fetch(VISITOR + path, { ...init, headers })
    if (response.status === UNAUTHORISED) this.renew()
    return response
  }
}

function body(value: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value), signal: AbortSignal.timeout(PATIENCE) }
}

async function json<T>(response: Response): Promise<T> {
  return (await (await checked(response)).json()) as T
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response
  const problem = (await response.json().catch(() => ({}))) as { detail?: string }
  throw new ApiError(response.status, problem.detail ?? `HTTP ${response.status}`, secondsOf(response.headers.get('Retry-After')))
}

// In seconds, or as a date.
function secondsOf(retryAfter: string | null): number {
  if (!retryAfter) return 0
  const seconds = Number(retryAfter)
  return Math.max(0, Number.isNaN(seconds) ? (Date.parse(retryAfter) - Date.now()) / 1000 || 0 : seconds)
}
