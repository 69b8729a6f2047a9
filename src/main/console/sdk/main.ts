import { createApi, run, type Api, type Call } from './calls'
import { Loader, type Settings } from './loader'

// Where a page that is put together anew has overwritten `OmniHub`, the widget that stands in it is found by this.
const RUNNING = Symbol.for('omnihub')

declare global {
  interface Window {
    OmniHub?: { q?: Call[] } | Api
    OmniHubSettings?: Settings
    [RUNNING]?: Api
  }
}

function start(script: HTMLScriptElement): void {
  if (typeof window.OmniHub === 'function') return
  const asked = (window.OmniHub?.q ?? []) as Call[]
  const api = window[RUNNING] ?? create(script)
  if (!api) return
  window.OmniHub = window[RUNNING] = api
  run(api, asked)
}

function create(script: HTMLScriptElement): Api | undefined {
  const settings = { ...window.OmniHubSettings }
  const key = script.dataset.siteKey ?? settings.siteKey
  if (!key) {
    console.error('OmniHub: there is no data-site-key')
    return undefined
  }
  return createApi(
    new Loader(script.src, key, settings, () => {
      delete window.OmniHub
      delete window[RUNNING]
    }).methods,
  )
}

const script = document.currentScript as HTMLScriptElement | null
if (script) start(script)
