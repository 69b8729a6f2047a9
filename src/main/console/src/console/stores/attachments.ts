import { defineStore } from 'pinia'
import { reactive, watch } from 'vue'
import { warnBeforeLeaving } from '@/live/leaving'
import type { Media, Part } from '@/live/model'
import { Problem, upload } from '../api'
import type { Tab } from './drafts'

export type UploadProblem = 'tooLarge' | 'uploadFailed'

export interface Attachment {
  key: number
  name: string
  // From 0 to 1.
  done: number
  media?: Media
  problem?: UploadProblem
}

const TOO_LARGE = 413
const STORED = 'omnihub.attachments'

// As what a file is sent.
export function kindOf(media: Media): 'image' | 'file' {
  return media.contentType?.startsWith('image/') ? 'image' : 'file'
}

// Files that go with what is being written, by conversation and tab. They are uploaded at once, also while another
// conversation is looked at. What was uploaded survives a reload of the page; before one that would lose an upload, the
// browser asks.
export const useAttachments = defineStore('attachments', () => {
  const attached = reactive(new Map<string, Attachment[]>())
  const uploads = new Map<number, AbortController>()
  let count = 0

  for (const [place, media] of Object.entries(read())) {
    attached.set(
      place,
      media.map((each) => ({ key: ++count, name: each.fileName ?? '', done: 1, media: each })),
    )
  }
  watch(attached, keep, { deep: true, flush: 'sync' })
  warnBeforeLeaving(() => uploads.size > 0)

  function keep(): void {
    const uploaded = [...attached].flatMap(([place, list]) => {
      const media = list.flatMap((each) => each.media ?? [])
      return media.length > 0 ? [[place, media] as const] : []
    })
    if (uploaded.length > 0) sessionStorage.setItem(STORED, JSON.stringify(Object.fromEntries(uploaded)))
    else sessionStorage.removeItem(STORED)
  }

  function of(conversation: string, tab: Tab): Attachment[] {
    return attached.get(`${conversation}/${tab}`) ?? []
  }

  function add(conversation: string, tab: Tab, files: Iterable<File>): void {
    const fresh = [...files].map((file) => {
      const attachment = reactive<Attachment>({ key: ++count, name: file.name, done: 0 })
      void send(attachment, file)
      return attachment
    })
    attached.set(`${conversation}/${tab}`, [...of(conversation, tab), ...fresh])
  }

  function remove(conversation: string, tab: Tab, key: number): void {
    uploads.get(key)?.abort()
    attached.set(
      `${conversation}/${tab}`,
      of(conversation, tab).filter((each) => each.key !== key),
    )
  }

  // What was uploaded, as parts of a message.
  function parts(conversation: string, tab: Tab): Part[] {
    return of(conversation, tab).flatMap(({ media }): Part[] => (media ? [{ type: kindOf(media), media }] : []))
  }

  // What was uploaded is sent; what failed stays until it is removed.
  function sent(conversation: string, tab: Tab): void {
    attached.set(
      `${conversation}/${tab}`,
      of(conversation, tab).filter((each) => !each.media),
    )
  }

  function forget(): void {
    for (const each of uploads.values()) each.abort()
    attached.clear()
  }

  async function send(attachment: Attachment, file: File): Promise<void> {
    const controller = new AbortController()
    uploads.set(attachment.key, controller)
    const path = `/api/v1/media?${new URLSearchParams({ fileName: file.name })}`
    try {
      attachment.media = await upload<Media>(path, file, (done) => (attachment.done = done), controller.signal)
    } catch (problem) {
      attachment.problem = problem instanceof Problem && problem.status === TOO_LARGE ? 'tooLarge' : 'uploadFailed'
    } finally {
      uploads.delete(attachment.key)
    }
  }

  return { of, add, remove, parts, sent, forget }
})

function read(): Record<string, Media[]> {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Record<string, Media[]>
  } catch {
    return {}
  }
}
