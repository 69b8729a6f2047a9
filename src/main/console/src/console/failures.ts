import { i18n } from '@/i18n'
import type { Failure } from '@/live/messages'

// Why a channel did not do something, in the person's language: by the code, which is the platform's own or a word of the
// hub's. What the platforms' codes mean the connectors' ErrorCodes say; the hub's sentence tells more, and stands behind.
const MEANINGS: Record<string, Record<string, string>> = {
  wechat: meanings({
    person: '40003',
    'not-following': '43004 50002 50005',
    content: '40004 40005 40008 40009 40010 40011 40012 45001 45007 40006',
    'no-file': '40007',
    template: '40037 47003',
    'no-page': '41030',
    'not-subscribed': '43101',
    empty: '44004',
    'too-long': '45002',
    window: '45015 45047',
    repeated: '45065',
    permission: '48001 48003 48006',
    'switched-off': '48002',
  }),
  feishu: meanings({
    call: '9499 230001 232001 234001 99992402',
    'group-gone': '230002 232009 232011',
    late: '230009 230031',
    withdrawn: '230011 230050 230110',
    person: '230013 230029 230034 41012',
    'not-ours': '230017 230026 230071 230072',
    permission: '230018 230035 230027 41050',
    'topic-gone': '230019',
    forbidden: '230022 230028',
    'too-long': '230025',
    'key-deleted': '230036',
    'not-capable': '230038 230054 230075',
    'switched-off': '230053',
    content: '230055 230099 200621 234010 234011',
    'no-file': '234003',
    'too-large': '234006 234037',
  }),
  email: meanings({ address: '550 553', full: '552' }),
}

function meanings(codes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(codes).flatMap(([meaning, all]) => all.split(' ').map((code) => [code, meaning])))
}

// Why a message was not sent, or a change of it not followed.
export function whyFailed(channel: string, failure: Failure): string {
  return words('failure', failure.code ? (MEANINGS[channel]?.[failure.code] ?? failure.code) : 'given-up', failure)
}

// Why the bytes of what the contact sent can't be had.
export function whyLost(failure: Failure): string {
  const meaning = Object.values(MEANINGS).map((codes) => codes[failure.code]).find(Boolean)
  return words('lost', meaning ?? (failure.code || 'unknown'), failure)
}

// Of a code that this version does not know there is the code.
function words(kind: string, meaning: string, { code, reason }: Failure): string {
  const { t, te } = i18n.global
  const why = te(`${kind}.${meaning}`) ? t(`${kind}.${meaning}`) : t(`${kind}.other`, { code })
  return reason ? t('told', { why, sentence: reason }) : why
}
