// The button and the place of the frame, in a shadow root: the site's styles don't reach them, nor theirs the site.

const STYLE = `
:host{all:initial;--c:#2d5bd7}
button{position:fixed;bottom:20px;right:20px;width:56px;height:56px;border:0;border-radius:50%;padding:0;cursor:pointer;
background:var(--c);color:#fff;box-shadow:0 6px 20px rgb(16 24 40/.28);z-index:2147483000;transition:transform .15s}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid var(--c);outline-offset:3px}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round;
display:block;margin:auto}
b{position:absolute;top:-3px;right:-3px;min-width:20px;height:20px;box-sizing:border-box;padding:0 5px;border-radius:10px;
background:#b3261e;color:#fff;font:600 12px/20px system-ui,sans-serif;border:0 solid}
iframe{position:fixed;bottom:88px;right:20px;width:384px;height:min(640px,calc(100dvh - 108px));border:0;border-radius:16px;
box-shadow:0 12px 40px rgb(16 24 40/.26);z-index:2147483000;background:transparent;color-scheme:normal}
.left button,.left iframe{right:auto;left:20px}
[hidden]{display:none!important}
@media (max-width:480px){iframe,.left iframe{inset:0;width:100%;height:100dvh;border-radius:0}.open button{display:none}}
@media (prefers-reduced-motion:reduce){button{transition:none}}
@media print{:host{display:none}}
`
const BUBBLE = 'M4 5h16v11h-9l-5 4v-4H4z'
const CROSS = 'M6 6l12 12M18 6 6 18'
const SVG = 'http://www.w3.org/2000/svg'

export class Launcher {
  readonly host = document.createElement('div')
  readonly button = document.createElement('button')
  private readonly box = document.createElement('div')
  private readonly path = document.createElementNS(SVG, 'path')
  private readonly mark = document.createElement('b')

  constructor(left: boolean, shown: boolean) {
    const root = this.host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    root.adoptedStyleSheets = [sheet]
    this.box.className = left ? 'left' : ''
    const icon = document.createElementNS(SVG, 'svg')
    icon.setAttribute('viewBox', '0 0 24 24')
    icon.setAttribute('aria-hidden', 'true')
    icon.append(this.path)
    this.button.type = 'button'
    this.button.hidden = !shown
    this.mark.hidden = true
    this.button.append(icon, this.mark)
    this.box.append(this.button)
    root.append(this.box)
    this.host.id = 'omnihub'
    document.body.append(this.host)
  }

  hold(frame: HTMLIFrameElement): void {
    this.box.append(frame)
  }

  color(value: string): void {
    this.host.style.setProperty('--c', value)
  }

  show(open: boolean, label: string, unread: number): void {
    this.box.classList.toggle('open', open)
    this.path.setAttribute('d', open ? CROSS : BUBBLE)
    this.button.setAttribute('aria-expanded', String(open))
    this.button.setAttribute('aria-label', unread && !open ? `${label} (${unread})` : label)
    this.mark.hidden = open || unread === 0
    this.mark.textContent = unread > 99 ? '99+' : String(unread)
  }
}
