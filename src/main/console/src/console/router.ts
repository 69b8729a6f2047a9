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
    return true
  })
  return router
}
