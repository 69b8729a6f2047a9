import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './console.css'

createApp(App).use(createPinia()).mount('#app')
