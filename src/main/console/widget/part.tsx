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
      return (
        <div class="card">
          {part.picture?.blob && <Picture media={part.picture} place={place} />}
          <strong dir="auto">{part.title}</strong>
          {part.fields?.map((field) => (
            <p key={field.name} dir="auto">
              <span>{field.name}</span> {field.value}
            </p>
          ))}
          {part.buttons?.map((button) => button.url && <Link key={button.label} url={button.url} label={button.label} />)}
        </div>
      )
    case 'contact-card':
      return <p dir="auto">{[part.name, part.organisation, part.phone].filter(Boolean).join(' · ')}</p>
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
