import type { Standing } from '@client/api'
import type { Client } from '@client/client'
import { useEffect, useState } from 'preact/hooks'
import type { Media, Part } from '@/live/model'
import { enlarged } from './enlarged'
import { Icon } from './icons'
import { piecesOf, safeUrl, sizeOf } from './pieces'
import { locale, texts } from './texts'

interface Place {
  client: Client
  sequence?: number
  index: number
}

export function PartView({ part, place }: { part: Part; place: Place }) {
  switch (part.type) {
    case 'text':
      return <Text text={part.text} />
    case 'rich-text':
      return <Text text={new DOMParser().parseFromString(part.html, 'text/html').body.textContent} />
    case 'image':
    case 'sticker':
      return <Picture media={part.media} place={place} />
    case 'file':
      return <Download media={part.media} label={texts().file} place={place} />
    case 'voice':
      return <Download media={part.media} label={texts().voice} place={place} />
    case 'video':
      return <Download media={part.media} label={texts().video} place={place} />
    case 'link':
      return <Link url={part.url} label={part.title || part.url} />
    case 'location':
      return <p dir="auto">{[part.name, part.address].filter(Boolean).join(' · ') || `${part.latitude}, ${part.longitude}`}</p>
    case 'card':
      return <Card part={part} place={place} />
    case 'contact-card':
      return <p dir="auto">{[part.name, part.organisation, part.phone].filter(Boolean).join(' · ')}</p>
    case 'system-event':
      return <p dir="auto">{part.data?.button || texts().unsupported}</p>
    default:
      return <p class="quiet">{texts().unsupported}</p>
  }
}

function Text({ text }: { text: string }) {
  return <p dir="auto">{piecesOf(text).map((piece) => (piece.href ? <Link url={piece.href} label={piece.text} /> : piece.text))}</p>
}

function Link({ url, label }: { url: string; label: string }) {
  const href = safeUrl(url)
  return href ? (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{label}</bdi>
    </a>
  ) : (
    <bdi>{label}</bdi>
  )
}

// The colour of a record's state and its way are no words of the card's.
function Card({ part, place }: { part: Extract<Part, { type: 'card' }>; place: Place }) {
  const [standing, setStanding] = useState<Standing>()
  const { client, sequence, index } = place
  const shown = sequence && part.metadata?.change
  useEffect(() => {
    if (shown) client.record(sequence, index).then(setStanding, () => undefined)
  }, [shown])
  return (
    <div class="card">
      {part.picture?.blob && <Picture media={part.picture} place={place} />}
      <strong dir="auto">{part.title}</strong>
      {part.fields?.map(({ name, value }, field) => (
        <p key={name} dir="auto">
          <span>{name}</span> {field === 0 && standing ? <b data-tone={standing.tone}>{value}</b> : value}
        </p>
      ))}
      {standing?.steps?.[0] && (
        <ol>
          {standing.steps.map(({ name, note, time, done }, step) => (
            <li key={step} class={done ? 'done' : ''} dir="auto">
              {name} <small>{[note, time && moment(time)].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
        </ol>
      )}
      {part.buttons?.map(({ label, url, value }) =>
        url ? <Link key={label} url={url} label={label} /> : value && <Press key={label} value={value} label={label} place={place} />,
      )}
    </div>
  )
}

// What was pressed is told once, however often.
function Press({ value, label, place }: { value: string; label: string; place: Place }) {
  const [state, setState] = useState<'sending' | 'stored' | 'failed'>()
  const { client, sequence, index } = place
  const press = () => {
    if (!sequence) return
    setState('sending')
    client.press(sequence, index, value).then(
      () => setState('stored'),
      () => setState('failed'),
    )
  }
  return (
    <button type="button" class="press" disabled={!sequence || state === 'sending' || state === 'stored'} onClick={press}>
      <bdi>{label}</bdi>
      {state && <small>{texts()[state]}</small>}
    </button>
  )
}

function moment(time: string): string {
  return new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time))
}

// The bytes need the visitor's token, so they are fetched and shown from memory.
function Picture({ media, place }: { media: Media; place: Place }) {
  const [url, setUrl] = useState<string>()
  const [broken, setBroken] = useState(false)
  const { client, sequence, index } = place
  useEffect(() => {
    if (!sequence || !media.blob) return
    let shown: string | undefined
    let left = false
    client.download(sequence, index).then(
      (bytes) => left || setUrl((shown = URL.createObjectURL(bytes))),
      () => left || setBroken(true),
    )
    return () => {
      left = true
      if (!shown) return
      if (enlarged.peek()?.url === shown) enlarged.value = undefined
      URL.revokeObjectURL(shown)
    }
  }, [sequence, media.blob])
  const name = media.fileName || texts().picture
  if (broken) return <Download media={media} label={name} place={place} />
  if (!url) return <div class="picture">{name}</div>
  return (
    <button type="button" class="larger" title={texts().enlarge} onClick={() => (enlarged.value = { url, name })}>
      <img src={url} alt={name} onError={() => setBroken(true)} />
    </button>
  )
}

function Download({ media, label, place }: { media: Media; label: string; place: Place }) {
  const { client, sequence, index } = place
  const save = async () => {
    if (!sequence) return
    const url = URL.createObjectURL(await client.download(sequence, index))
    const link = document.createElement('a')
    link.href = url
    link.download = media.fileName || label
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }
  return (
    <button type="button" class="file" disabled={!sequence} onClick={() => void save().catch(() => undefined)}>
      <Icon name="file" />
      <bdi>{media.fileName || label}</bdi>
      <small>{sizeOf(media.size, locale.value)}</small>
    </button>
  )
}
