import { isIcon, type IconName, type IconPath } from '@/ui/icons'
import { i18n } from '@/i18n'
import { useInboxes } from '../stores/inboxes'

// How a channel looks that the console knows; another one is shown as its file says, or by its own name.
const ICONS: Record<string, IconName> = {
  web: 'globe',
  wechat: 'wechat',
  feishu: 'chats',
  dingtalk: 'chats',
  email: 'mail',
  app: 'phone',
  sms: 'bubble',
  telegram: 'send',
  slack: 'chats',
}

// What the channel's own file says of its looks, where it has one.
function declared(channel: string) {
  for (const inbox of useInboxes().inboxes.values()) {
    if (inbox.channel === channel && inbox.channelName !== undefined) return inbox
  }
  return undefined
}

export function channelIcon(channel: string): IconName | IconPath {
  const icon = declared(channel)?.channelIcon ?? ICONS[channel] ?? 'plug'
  return isIcon(icon) ? icon : 'plug'
}

export function channelName(channel: string): string {
  const { t, te } = i18n.global
  return declared(channel)?.channelName ?? (te(`channel.${channel}`) ? t(`channel.${channel}`) : channel)
}
