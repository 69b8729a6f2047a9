import { createRouter, createWebHistory, type Router } from 'vue-router'
import { useAccount } from './stores/account'

let asked = false

export function createConsoleRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/console/'),
    routes: [
      { path: '/login', name: 'login', component: () => import('./login/LoginScreen.vue'), meta: { open: true } },
      { path: '/password', name: 'password', component: () => import('./login/PasswordScreen.vue') },
      { path: '/', name: 'desk', component: () => import('./desk/DeskScreen.vue') },
      { path: '/conversations/:id', name: 'conversation', component: () => import('./desk/DeskScreen.vue') },
      { path: '/operations', name: 'operations', component: () => import('./operations/OperationsScreen.vue'), meta: { running: true } },
      { path: '/webhooks', name: 'webhooks', component: () => import('./webhooks/WebhooksScreen.vue'), meta: { administrating: true } },
      { path: '/:anything(.*)*', redirect: { name: 'desk' } },
    ],
  })

  router.beforeEach(async (to) => {
    const account = useAccount()
    if (!asked) {
      await account.load()
      asked = true
    }
    if (to.meta.open) return account.me ? { name: 'desk' } : true
    if (!account.me) return { name: 'login', query: to.name === 'desk' ? {} : { to: to.fullPath } }
    if (account.me.mustChangePassword && to.name !== 'password') return { name: 'password' }
    // Operators have no conversations, and others nothing to run.
    const runs = account.me.role === 'operator' || account.me.role === 'admin'
    if (to.meta.running && !runs) return { name: 'desk' }
    if (to.meta.administrating && account.me.role !== 'admin') return { name: 'desk' }
    if ((to.name === 'desk' || to.name === 'conversation') && account.me.role === 'operator') return { name: 'operations' }
    return true
  })
  return router
}
