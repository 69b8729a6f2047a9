import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { i18n, speak } from '@/i18n'
import { leaveKeysToInputMethods } from '@/input/keys'
import { keepTimeFrom } from '@/text/now'
import App from './App.vue'
import { whenLoginEnds } from './api'
import './console.css'
import { tellFaults } from './faults'
import { createConsoleRouter } from './router'
import { listen } from './shortcuts'
import { useAccount } from './stores/account'
import { forgetPerson } from './stores/forget'
import { usePreferences } from './stores/preferences'

const app = createApp(App).use(createPinia()).use(i18n)
const router = createConsoleRouter()

whenLoginEnds(() => {
  useAccount().end()
  void router.push({ name: 'login', query: { to: router.currentRoute.value.fullPath } })
})
useAccount().whenAnother(forgetPerson)
leaveKeysToInputMethods(window)
tellFaults(app)
listen()
keepTimeFrom(window)
await speak(usePreferences().language)
app.use(router).mount('#app')
