import { createApi, run, type Call } from './calls'
import { Loader, type Settings } from './loader'

declare global {
  interface Window {
    OmniHub?: { q?: Call[] } | ReturnType<typeof createApi>
    OmniHubSettings?: Settings
  }
}

function start(script: HTMLScriptElement): void {
  if (typeof window.OmniHub === 'function') return
  const settings = { ...window.OmniHubSettings }
  const key = script.dataset.siteKey ?? settings.siteKey
  if (!key) {
    console.error('OmniHub: the script has no data-site-key')
    return
  }
  const asked = (window.OmniHub?.q ?? []) as Call[]
  const loader = new Loader(script.src, key, settings, () => {
    delete window.OmniHub
  })
  const api = createApi(loader.methods)
  window.OmniHub = api
  run(api, asked)
}

const script = document.currentScript as HTMLScriptElement | null
if (script) {
  if (document.body) start(script)
  else document.addEventListener('DOMContentLoaded', () => start(script))
}
