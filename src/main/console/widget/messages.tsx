import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { MessageItem } from '@/live/messages'
import { hasOlder } from '@/live/timeline'
import { Icon } from './icons'
import { isMine, type Line } from './lines'
import { PartView } from './part'
import type { Talk } from './talk'
import { locale, texts } from './texts'

const NEAR = 80

export function Messages({ talk, welcome, open }: { talk: Talk; welcome: string; open: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const height = useRef(0)
  const [below, setBelow] = useState(false)
  const lines = talk.lines.value
  const begin = lines[0]?.key
  const end = lines.at(-1)?.key
  const t = texts()

  const follow = () => {
    const element = box.current
    if (element) element.scrollTop = element.scrollHeight
    setBelow(false)
  }
  const scrolled = () => {
    const element = box.current
    if (!element) return
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
    if (atEnd.current) setBelow(false)
  }
  // What is being read stays where it is when earlier messages come in above.
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    if (!atEnd.current) element.scrollTop += element.scrollHeight - height.current
  }, [begin])
  useLayoutEffect(() => {
    if (atEnd.current || isMine(lines.at(-1))) {
      talk.atEnd()
      follow()
    } else setBelow(true)
  }, [end, open, talk.typing.value])
  useEffect(() => {
    height.current = box.current?.scrollHeight ?? 0
  })
  useEffect(() => {
    const element = box.current?.firstElementChild
    if (!element) return
    const watch = new ResizeObserver(() => atEnd.current && follow())
    watch.observe(element)
    return () => watch.disconnect()
  }, [])

  return (
    <div class="scroll" ref={box} onScroll={scrolled} tabIndex={0} role="log" aria-live="polite" aria-label={t.messages}>
      <div class="lines">
        {hasOlder(talk.thread.value) && (
          <button type="button" class="older" onClick={() => void talk.older()}>
            {t.older}
          </button>
        )}
        {!hasOlder(talk.thread.value) && welcome && (
          <div class="line">
            <div class="bubble">
              <p>{welcome}</p>
            </div>
          </div>
        )}
        {lines.map((line, index) => (
          <LineView key={line.key} line={line} before={lines[index - 1]} talk={talk} isLast={index === lines.length - 1} />
        ))}
        {talk.typing.value && (
          <div class="line typing">
            <div class="bubble" aria-label={`${talk.typing.value.trim() || t.agent} ${t.typing}`}>
              <i />
              <i />
              <i />
            </div>
          </div>
        )}
      </div>
      {below && (
        <button type="button" class="below" onClick={follow}>
          <Icon name="down" /> {t.newMessages}
        </button>
      )}
    </div>
  )
}

function LineView({ line, before, talk, isLast }: { line: Line; before?: Line; talk: Talk; isLast: boolean }) {
  const t = texts()
  const newDay = !before || day(before.at) !== day(line.at)
  const mine = isMine(line)
  const named = !mine && (newDay || isMine(before) || before?.sender.name !== line.sender.name)
  return (
    <>
      {newDay && <div class="day">{day(line.at)}</div>}
      <div class={mine ? 'line mine' : 'line'}>
        {named && <div class="sender" dir="auto">{line.sender.name || t.agent}</div>}
        {line.type === 'message' ? <Message line={line} talk={talk} isLast={isLast} /> : <Unknown line={line} />}
      </div>
    </>
  )
}

function Message({ line, talk, isLast }: { line: MessageItem; talk: Talk; isLast: boolean }) {
  const t = texts()
  const { state, clientId } = line
  return (
    <>
      <div class="bubble">
        {line.recalled || line.erased ? (
          <p class="quiet">{t.gone}</p>
        ) : (
          line.parts.map((part, index) => <PartView key={index} part={part} place={{ client: talk.client, sequence: line.sequence, index }} />)
        )}
      </div>
      <div class="note">
        <Time at={line.at} />
        {line.edited && <span>{t.edited}</span>}
        {state && (isLast || state === 'failed' || state === 'sending') && <span class={state}>{state in t ? t[state as 'stored'] : t.stored}</span>}
        {state === 'failed' && clientId && (
          <>
            <button type="button" onClick={() => talk.again(clientId)}>
              {t.again}
            </button>
            <button type="button" onClick={() => talk.discard(clientId)}>
              {t.discard}
            </button>
          </>
        )}
      </div>
    </>
  )
}

function Unknown({ line }: { line: Line }) {
  return (
    <>
      <div class="bubble">
        <p class="quiet">{texts().unsupported}</p>
      </div>
      <div class="note">
        <Time at={line.at} />
      </div>
    </>
  )
}

function Time({ at }: { at: string }) {
  return <time dateTime={at}>{clock(at)}</time>
}

function day(at: string): string {
  return new Intl.DateTimeFormat(locale.value, { month: 'long', day: 'numeric' }).format(new Date(at))
}

function clock(at: string): string {
  return new Intl.DateTimeFormat(locale.value, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}
