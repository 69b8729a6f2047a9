import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icons'
import { PartView } from './part'
import type { Talk } from './talk'
import { locale, texts } from './texts'
import { hasOlder, type Line } from './thread'

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
    if (atEnd.current || lines.at(-1)?.mine) follow()
    else setBelow(true)
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
          <button type="button" class="older" onClick={() => talk.older()}>
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
  const named = !line.mine && (newDay || before?.mine || before?.sender !== line.sender)
  const state = line.state
  return (
    <>
      {newDay && <div class="day">{day(line.at)}</div>}
      <div class={line.mine ? 'line mine' : 'line'}>
        {named && <div class="sender" dir="auto">{line.sender || t.agent}</div>}
        <div class="bubble">
          {line.gone ? (
            <p class="quiet">{t.gone}</p>
          ) : (
            line.parts.map((part, index) => <PartView key={index} part={part} place={{ api: talk.api, sequence: line.sequence, index }} />)
          )}
        </div>
        <div class="note">
          <time dateTime={line.at}>{clock(line.at)}</time>
          {line.edited && <span>{t.edited}</span>}
          {state && (isLast || state === 'failed' || state === 'sending') && <span class={state}>{t[state]}</span>}
          {state === 'failed' && line.clientId && (
            <>
              <button type="button" onClick={() => talk.again(line.clientId ?? '')}>
                {t.again}
              </button>
              <button type="button" onClick={() => talk.discard(line.clientId ?? '')}>
                {t.discard}
              </button>
            </>
          )}
        </div>
      </div>
    </>
  )
}

function day(at: string): string {
  return new Intl.DateTimeFormat(locale.value, { month: 'long', day: 'numeric' }).format(new Date(at))
}

function clock(at: string): string {
  return new Intl.DateTimeFormat(locale.value, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}
