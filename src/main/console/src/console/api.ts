// What the console asks of the REST API (docs/api.md).

import { newId } from '@client/ids'

export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly field?: string
  readonly retryAfter: number

  constructor(status: number, body: { type?: string; detail?: string; title?: string; field?: string }, retryAfter = 0) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.status = status
    this.type = (body.type ?? 'about:blank').replace('urn:omnihub:problem:', '')
    this.field = body.field
    this.retryAfter = retryAfter
  }
}

// The hub did not answer at all.
export const UNREACHABLE = 0

const PATIENCE = 30_000
const SAFE = new Set(['GET', 'HEAD'])

let csrf = ''
let onEnded: () => void = () => {}

export function useCsrf(token: string): void {
  csrf = token
}

// Called when the hub no longer knows the login.
export function whenLoginEnds(call: () => void): void {
  onEnded = call
}

export async function call<T>(method: string, path: string, body?: unknown, more: HeadersInit = {}): Promise<T> {
  const headers = new Headers(more)
  headers.set('Accept', 'application/json')
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (!SAFE.has(method)) headers.set('X-CSRF-Token', csrf)
  let response: Response
  let text: string
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE) })
    text = await response.text()
  } catch {
    throw new Problem(UNREACHABLE, {})
  }
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T
  if (response.status === 401 && csrf && path !== '/api/v1/login') onEnded()
  throw new Problem(response.status, problemOf(text), Number(response.headers.get('Retry-After') ?? 0))
}

// What stands between the hub and the browser may answer with something else.
function problemOf(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    return {}
  }
}

export function get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return call('GET', text ? `${path}?${text}` : path)
}

export function post<T>(path: string, body?: unknown): Promise<T> {
  return call('POST', path, body)
}

// Sends a file, and tells how far it is, from 0 to 1.
export function upload<T>(path: string, file: File, onProgress: (done: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    request.setRequestHeader('X-CSRF-Token', csrf)
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.loaded / (event.total || file.size || 1))
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as T)
      if (request.status === 401) onEnded()
      reject(new Problem(request.status, (request.response as object | null) ?? {}))
    }
    request.onerror = request.onabort = () => reject(new Problem(UNREACHABLE, {}))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

// A command with a key of its own, so that sending it twice carries it out once.
export function command<T>(conversation: string, name: string, body?: unknown): Promise<T> {
  return call('POST', `/api/v1/conversations/${conversation}/${name}`, body ?? {}, { 'Idempotency-Key': newId() })
}
