import { ApiError, type UploadProgress } from '@client/index'
import { expect, test } from 'vitest'
import type { Part } from '@/live/model'
import { Uploads } from './uploads'

interface Answer {
  resolve(part: Part): void
  reject(reason: unknown): void
}

const asked: { file: File; progress: UploadProgress; signal: AbortSignal; answer: Answer }[] = []

function begin(...names: string[]): { uploads: Uploads; sent: unknown[] } {
  asked.splice(0)
  const sent: unknown[] = []
  const upload = (file: Blob, { progress = () => {}, signal = AbortSignal.any([]) }: { progress?: UploadProgress; signal?: AbortSignal } = {}) => {
    return new Promise<Part>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped')))
      asked.push({ file: file as File, progress, signal, answer: { resolve, reject } })
    })
  }
  const uploads = new Uploads({ upload }, (part) => sent.push(part.type === 'file' && part.media.fileName))
  uploads.add(names.map((name) => new File(['x'], name)))
  return { uploads, sent }
}

function file(fileName: string): Part {
  return { type: 'file', media: { fileName } }
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
}

function shown(uploads: Uploads): unknown[] {
  return uploads.list.value.map(({ file, done, problem }) => [file.name, problem ?? done])
}

test('files go one after the other, and tell how far they are', async () => {
  const { uploads, sent } = begin('a.png', 'b.png')
  asked[0]?.progress(1, 2)
  expect(shown(uploads)).toEqual([['a.png', 0.5], ['b.png', 0]])
  expect(asked).toHaveLength(1)
  asked[0]?.answer.resolve(file('a.png'))
  await settle()
  asked[1]?.answer.resolve(file('b.png'))
  await settle()
  expect([sent, shown(uploads)]).toEqual([['a.png', 'b.png'], []])
})

test('each keeps its own problem, until it is sent again or put away', async () => {
  const { uploads, sent } = begin('a.png', 'b.png', 'c.png')
  asked[0]?.answer.reject(new ApiError(413, ''))
  await settle()
  asked[1]?.answer.reject(new ApiError(429, ''))
  await settle()
  asked[2]?.answer.reject(new TypeError('no network'))
  await settle()
  expect(shown(uploads)).toEqual([['a.png', 'tooLarge'], ['b.png', 'tooMany'], ['c.png', 'uploadFailed']])

  uploads.again(uploads.list.value[1]?.key ?? 0)
  asked[3]?.answer.resolve(file('b.png'))
  await settle()
  uploads.drop(uploads.list.value[0]?.key ?? 0)
  expect([sent, shown(uploads)]).toEqual([['b.png'], [['c.png', 'uploadFailed']]])
})

test('what is put away on its way is stopped and not sent', async () => {
  const { uploads, sent } = begin('a.png', 'b.png')
  uploads.drop(uploads.list.value[0]?.key ?? 0)
  await settle()
  expect(asked.map(({ file, signal }) => [file.name, signal.aborted])).toEqual([['a.png', true], ['b.png', false]])
  uploads.forget()
  await settle()
  expect([sent, shown(uploads), asked[1]?.signal.aborted]).toEqual([[], [], true])
})
