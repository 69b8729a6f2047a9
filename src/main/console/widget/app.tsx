import type { Signal } from '@preact/signals'
import { Composer } from './composer'
import { Enlarged } from './enlarged'
import { Icon } from './icons'
import { Messages } from './messages'
import type { Site } from './site'
import type { Talk } from './talk'
import { isChinese, locale, texts } from './texts'

interface Props {
  site: Site
  talk: Talk
  open: Signal<boolean>
  close: () => void
  wrote: () => void
}

export function App({ site, talk, open, close, wrote }: Props) {
  const t = texts()
  const welcome = site.welcome?.[isChinese(locale.value) ? 'zh' : 'en'] || t.welcome
  const online = talk.agents.value
  return (
    <main>
      <header>
        <div>
          <h1>{site.name || t.title}</h1>
          {online !== undefined && <p class={online ? 'there' : ''}>{online ? t.online : t.offline}</p>}
        </div>
        <button type="button" class="icon" aria-label={t.close} title={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {!talk.connected.value && (
        <p class="banner" role="status">
          {t.connecting}
        </p>
      )}
      <Messages talk={talk} welcome={welcome} open={open.value} />
      <Composer talk={talk} wrote={wrote} />
      <Enlarged />
    </main>
  )
}
