import { readEntries } from './frames'
import type { Entry, Media, Part } from './model'

// The REST API for visitors: the token, files, and all else where a WebSocket can't be had.

export interface Token {
  token: string
  visitor: string
  conversation: string
  expires: string
  identified: boolean
}

/** Where WebSockets are taken, and how much they take. */
export interface Gateway {
  /** Such as `wss://hub.example.com`; without it the hub's own host. */
  url?: string
  port?: number
  largestFrame?: number
  longestText?: number
}

export interface Page {
  items: Entry[]
  // The last sequence that the visitor may see, at the end of the page or after it.
  last: number
  // Whether there are further ones.
  more: boolean
  epoch: number
}

/** How a record stood when its card was sent. */
export interface Standing {
  /** The colour of its state, which is the card's first field: `plain`, `busy`, `good`, `warn` or `bad`. */
  readonly tone: string
  /** The stations of its way, as of a parcel. */
  readonly steps?: readonly { readonly name: string; readonly note?: string; readonly time?: string; readonly done?: boolean }[]
}

/** How far a file has come, in bytes. */
export type UploadProgress = (done: number, all: number) => void

/** The hub said no. */
export class ApiError extends Error {
  /** Of HTTP; 0 where the hub was not reached. */
  readonly status: number
  /** In seconds; 0 where the hub says none. */
  readonly retryAfter: number

  constructor(status: number, reason: string, retryAfter = 0) {
    super(reason)
    this.status = status
    this.retryAfter = retryAfter
  }
}

const PATIENCE = 15_000
export const UNAUTHORISED = 401
const VISITOR = '/api/v1/visitor'

// How the hub is called.
export class Hub {
  // Without a slash at its end.
  readonly url: string
  readonly fetch: typeof fetch

  constructor(url: string, own?: typeof fetch) {
    this.url = url.replace(/\/+$/, '')
    this.fetch = own ?? ((...call) => fetch(...call))
  }

  // What the hub tells of a site.
  async site<Site extends { gateway: Gateway }>(key: string): Promise<Site> {
    return json(await this.fetch(`${this.url}/widget/sites/${encodeURIComponent(key)}.json`, { signal: AbortSignal.timeout(PATIENCE) }))
  }

  async newToken(site: string, user?: string, token?: string): Promise<Token> {
    return json(await this.fetch(`${this.url}/api/v1/visitors`, body({ site, user, token })))
  }
}

// What a visitor with a token may do.
export class VisitorApi {
  private readonly hub: Hub
  private readonly token: () => Promise<string>
  private readonly renew: () => void

  // `renew` is called where the hub does not take the token: the next call has another one.
  constructor(hub: Hub, token: () => Promise<string>, renew: () => void) {
    this.hub = hub
    this.token = token
    this.renew = renew
  }

  // `still` tells, once there is a token, whether it is the one in whose name this is said.
  async send(clientId: string, parts: Part[], still: () => boolean): Promise<{ conversation: string; sequence: number }> {
    return json(await this.call('/messages', body({ clientId, parts }), still))
  }

  async read(upTo: number): Promise<void> {
    await this.order('/read', body({ upTo }))
  }

  // What is to be done, and has no answer.
  async order(path: string, init: RequestInit, still?: () => boolean): Promise<void> {
    await checked(await this.call(path, init, still))
  }

  async entries(query: { after?: number; before?: number; limit?: number; wait?: number }, signal?: AbortSignal): Promise<Page> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined)
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
    const page = await json<Page>(await this.call(`/entries?${search}`, { signal }))
    return { ...page, items: readEntries(page.items) }
  }

  async upload(file: Blob, name: string, progress: UploadProgress, stop?: AbortSignal): Promise<Media> {
    const token = await this.token()
    stop?.throwIfAborted()
    const url = `${this.hub.url}${VISITOR}/media?${new URLSearchParams({ fileName: name })}`
    const headers: Record<string, string> = { Authorization: `Visitor ${token}` }
    if (file.type) headers['Content-Type'] = file.type
    const response = await (typeof XMLHttpRequest === 'undefined' ? this.stream : byRequest)(url, headers, file, progress, stop)
    if (response.status === UNAUTHORISED) this.renew()
    return json(response)
  }

  async record(sequence: number, part: number): Promise<Standing> {
    return json(await this.call(`/entries/${sequence}/parts/${part}/record`))
  }

  async media(sequence: number, part: number): Promise<Blob> {
    return (await checked(await this.call(`/entries/${sequence}/parts/${part}/media`))).blob()
  }

  private readonly stream = (url: string, headers: Record<string, string>, file: Blob, progress: UploadProgress, signal?: AbortSignal): Promise<Response> => {
    let done = 0
    const told = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, out) {
        out.enqueue(piece)
        progress((done += piece.length), file.size)
      },
    })
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body: file.stream().pipeThrough(told), signal, duplex: 'half' }
    return this.hub.fetch(url, init)
  }

  private async call(path: string, init: RequestInit = {}, still = () => true): Promise<Response> {
    const headers = { ...init.headers, Authorization: `Visitor ${await this.token()}` }
    if (!still()) throw new Error('Somebody else is here by now')
    const response = await this.hub.fetch(`${this.hub.url}${VISITOR}${path}`, { ...init, headers })
    if (response.status === UNAUTHORISED) this.renew()
    return response
  }
}

// Tells how far it is, which `fetch` can't in a browser.
function byRequest(url: string, headers: Record<string, string>, file: Blob, progress: UploadProgress, stop?: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = 'blob'
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => progress(loaded, total)
    request.onload = () => {
      const retryAfter = request.getResponseHeader('Retry-After')
      resolve(new Response(request.response as Blob, { status: request.status, headers: retryAfter ? { 'Retry-After': retryAfter } : {} }))
    }
    request.onerror = request.onabort = () => reject(new ApiError(0, 'not reached'))
    stop?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

export function body(value: unknown, method: string = 'POST'): RequestInit {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value), signal: AbortSignal.timeout(PATIENCE) }
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
