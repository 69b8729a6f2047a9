// The button and the place of the window, in a shadow root: the site's styles don't reach them, nor theirs the site.
// On the colour stands that of black and white which differs more from it: white up to the luminance where both contrasts
// are the same.

const STYLE = `
:host{all:initial;--c:#2d5bd7;--i:#fff}
@supports (color:color(from red xyz-d65 x y z)){:host{--w:calc((.179 - y)*1e6);
--i:color(from var(--c) xyz-d65 clamp(0,var(--w),.9505) clamp(0,var(--w),1) clamp(0,var(--w),1.089))}}
button{border:0;padding:0;cursor:pointer}
.launch{position:fixed;bottom:20px;right:20px;width:56px;height:56px;border-radius:50%;
background:var(--c);color:var(--i);box-shadow:0 6px 20px rgb(16 24 40/.28);z-index:2147483000}
.launch:hover{transform:scale(1.05)}
.launch:focus-visible{outline:3px solid var(--i);box-shadow:0 0 0 6px var(--c)}
svg{width:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;
display:block;margin:auto}
b{position:absolute;top:-3px;right:-3px;min-width:20px;height:20px;box-sizing:border-box;padding:0 5px;border-radius:10px;
background:#b3261e;color:#fff;font:600 12px/20px system-ui,sans-serif}
iframe,.wait{position:fixed;bottom:88px;right:20px;width:384px;height:min(640px,calc(100dvh - 108px));border:0;border-radius:16px;
box-shadow:0 6px 20px rgb(16 24 40/.28);z-index:2147483000;color-scheme:normal}
.wait{display:grid;place-items:center;background:#fff;color:#171b24;font:15px/1.5 system-ui,sans-serif;text-align:center}
.wait p{margin:24px}
.wait button{position:absolute;top:8px;right:8px;width:44px;height:44px;background:none;font-size:28px}
.left>*{right:auto;left:20px}
[hidden]{display:none!important}
@media (max-width:480px){iframe,.wait{inset:0!important;width:100%;height:100dvh;border-radius:0}.open .launch{display:none}}
@media print{:host{display:none}}
`
const BUBBLE = 'M4 5h16v11h-9l-5 4v-4H4z'
const CROSS = 'M6 6l12 12M18 6 6 18'

export interface Look {
  open: boolean
  label: string
  // What stands in the window's place while the frame is not ready.
  waiting: string
  close: string
  unread: number
}

export class Launcher {
  readonly host = element('div')
  readonly button = element('button')
  // A way out while there is no window that has one.
  readonly out = element('button')
  private readonly box = element('div')
  private readonly path = shape('path')
  private readonly mark = element('b')
  private readonly wait = element('div')
  private readonly text = element('p')
  private frame?: HTMLIFrameElement

  constructor(left: boolean, shown: boolean) {
    const root = this.host.attachShadow({ mode: 'open' })
    try {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(STYLE)
      root.adoptedStyleSheets = [sheet]
    } catch {
      // An older browser, which the window tells that it is one.
      root.innerHTML = `<style>${STYLE}`
    }
    this.box.className = left ? 'left' : ''
    this.button.className = 'launch'
    this.button.hidden = !shown
    this.mark.hidden = true
    const icon = shape('svg')
    icon.setAttribute('viewBox', '0 0 24 24')
    icon.setAttribute('aria-hidden', 'true')
    icon.append(this.path)
    this.button.append(icon, this.mark)
    this.out.textContent = '×'
    this.text.role = 'status'
    this.wait.className = 'wait'
    this.wait.append(this.text, this.out)
    this.box.append(this.button, this.wait)
    root.append(this.box)
    this.host.id = 'omnihub'
    this.stay()
  }

  // Beside the body, which some pages swap for another one.
  stay(): void {
    if (!this.host.isConnected) document.documentElement.append(this.host)
  }

  hold(frame: HTMLIFrameElement): void {
    this.frame?.remove()
    this.frame = frame
    this.box.append(frame)
  }

  color(value?: string): void {
    if (value) this.host.style.setProperty('--c', value)
  }

  show({ open, label, waiting, close, unread }: Look): void {
    this.box.classList.toggle('open', open)
    this.path.setAttribute('d', open ? CROSS : BUBBLE)
    this.button.setAttribute('aria-expanded', String(open))
    this.button.setAttribute('aria-label', open ? close : unread ? `${label} (${unread})` : label)
    this.mark.hidden = open || unread === 0
    this.mark.textContent = unread > 99 ? '99+' : String(unread)
    this.wait.hidden = !open || !waiting
    this.text.textContent = waiting
    this.out.setAttribute('aria-label', close)
    if (this.frame) {
      this.frame.hidden = !open || !!waiting
      this.frame.title = label
    }
  }
}

function element<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] {
  return document.createElement(name)
}

function shape(name: 'svg' | 'path'): SVGElement {
  return document.createElementNS('http://www.w3.org/2000/svg', name)
}
