import type { Entry, Media, Part } from '@/live/model'

// The REST API for visitors: the token, files, and all else where a WebSocket can't be had.

export interface Site {
  name: string
  welcome?: { en?: string; zh?: string }
  color?: string
  locale?: string
  origins: string[]
  gateway: { port: number; url: string }
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
  epoch: number
}

export class ApiError extends Error {
  constructor(readonly status: number, reason: string) {
    super(reason)
  }
}

const PATIENCE = 10_000
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

  async send(clientId: string, parts: Part[]): Promise<{ sequence: number }> {
    return json(await this.call('/messages', body({ clientId, parts })))
  }

  async entries(query: { after?: number; before?: number; wait?: number }, signal?: AbortSignal): Promise<Page> {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
    return json(await this.call(`/entries?${search}`, { signal }))
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

  private async call(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(VISITOR + path, { ...init, headers: { ...init.headers, Authorization: `Visitor ${await this.token()}` } })
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
  throw new ApiError(response.status, problem.detail ?? `HTTP ${response.status}`)
}
