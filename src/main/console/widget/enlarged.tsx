import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icons'
import { texts } from './texts'

// The picture that is looked at in the whole window.
export const enlarged = signal<{ url: string; name: string } | undefined>(undefined)

export function Enlarged() {
  const dialog = useRef<HTMLDialogElement>(null)
  const [natural, setNatural] = useState(false)
  const t = texts()
  const picture = enlarged.value
  useEffect(() => {
    setNatural(false)
    if (picture) dialog.current?.showModal()
    else dialog.current?.close()
  }, [picture])
  return (
    <dialog ref={dialog} aria-label={picture?.name} onClose={() => (enlarged.value = undefined)}>
      {picture && (
        <button type="button" class={natural ? 'natural' : ''} aria-pressed={natural} aria-label={t.zoom} onClick={() => setNatural(!natural)}>
          <img src={picture.url} alt={picture.name} />
        </button>
      )}
      <button type="button" class="icon shut" aria-label={t.closePicture} title={t.closePicture} onClick={() => dialog.current?.close()}>
        <Icon name="close" />
      </button>
    </dialog>
  )
}
