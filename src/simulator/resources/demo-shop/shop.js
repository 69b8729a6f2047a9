// The demo's shop: how a site uses the widget.
window.OmniHub = window.OmniHub || { q: [] }

const TEXTS = {
  en: {
    name: 'Jingdezhen Cups', language: '中文', login: 'Log in as Han Meimei', logout: 'Log out', title: 'Porcelain for every day',
    intro: 'A demo shop. Write to it by the button below, and answer in the console.', blue: 'Blue cup', white: 'White cup',
    green: 'Celadon cup', ask: 'Ask us', hello: 'Han Meimei',
  },
  zh: {
    name: '景德镇茶杯', language: 'English', login: '以韩梅梅的身份登录', logout: '退出登录', title: '日用好瓷',
    intro: '这是演示商店。点击下方按钮留言，然后在坐席工作台回复。', blue: '青花杯', white: '白瓷杯', green: '青瓷杯', ask: '咨询客服',
    hello: '韩梅梅',
  },
}
let language = navigator.language.startsWith('zh') ? 'zh' : 'en'
let loggedIn = false

function call(...args) {
  window.OmniHub.q.push(args)
}

function show() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = TEXTS[language][element.dataset.text]
  document.title = TEXTS[language].name
  document.getElementById('customer').textContent = loggedIn ? TEXTS[language].hello : ''
  document.getElementById('login').hidden = loggedIn
  document.getElementById('logout').hidden = !loggedIn
}

async function login() {
  const response = await fetch('/login', { method: 'POST' })
  call('identify', { token: (await response.json()).token })
  loggedIn = true
  show()
}

function logout() {
  call('reset')
  loggedIn = false
  show()
}

document.addEventListener('DOMContentLoaded', () => {
  document.getElementById('ask').onclick = () => call('open')
  document.getElementById('login').onclick = login
  document.getElementById('logout').onclick = logout
  document.getElementById('language').onclick = () => {
    language = language === 'zh' ? 'en' : 'zh'
    show()
  }
  show()
})
