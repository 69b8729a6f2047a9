import { useRef, useState } from 'preact/hooks'
import { sends } from '@/input/keys'
import { pastedFiles } from '@/input/paste'
import { Icon } from './icons'
import type { Talk } from './talk'
import { texts } from './texts'
import { UploadList } from './upload-list'

const TALLEST = 120

export function Composer({ talk, wrote }: { talk: Talk; wrote: () => void }) {
  const box = useRef<HTMLTextAreaElement>(null)
  const chosen = useRef<HTMLInputElement>(null)
  const [filled, setFilled] = useState(false)
  const [problem, setProblem] = useState<'tooLong' | 'full'>()
  const t = texts()

  const fit = () => {
    const element = box.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(TALLEST, element.scrollHeight)}px`
    setFilled(element.value.trim() !== '')
  }
  const typed = () => {
    fit()
    talk.isTyping(box.current?.value ?? '')
  }
  const send = () => {
    const text = box.current?.value.trim()
    if (!text || !box.current) return
    const why = talk.write([{ type: 'text', text }])
    setProblem(why && (why.code === 'full' ? 'full' : 'tooLong'))
    if (why) return
    box.current.value = ''
    fit()
    box.current.focus()
    wrote()
  }
  const upload = (files: File[]) => {
    if (!files.length) return
    talk.uploads.add(files)
    wrote()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        upload([...(event.dataTransfer?.files ?? [])])
      }}
    >
      <UploadList uploads={talk.uploads} />
      {problem && (
        <p class="problem" role="alert">
          {t[problem]}
        </p>
      )}
      <div class="row">
        <button type="button" class="icon" aria-label={t.attach} title={t.attach} onClick={() => chosen.current?.click()}>
          <Icon name="attach" />
        </button>
        <input
          type="file"
          multiple
          hidden
          ref={chosen}
          onChange={() => {
            upload([...(chosen.current?.files ?? [])])
            if (chosen.current) chosen.current.value = ''
          }}
        />
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          maxLength={10_000}
          aria-label={t.write}
          placeholder={t.write}
          onInput={typed}
          onKeyDown={(event) => {
            if (!sends(event)) return
            event.preventDefault()
            send()
          }}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData)
            if (!files.length) return
            event.preventDefault()
            upload(files)
          }}
        />
        <button type="submit" class="icon send" aria-label={t.send} title={t.send} disabled={!filled}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  )
}
