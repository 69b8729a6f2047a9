// Records of business systems, as docs/api.md shows them.

export interface RecordField {
  name: string
  kind: 'text' | 'number' | 'money' | 'date' | 'time' | 'link'
  value: string
  currency?: string
}

export interface RecordStep {
  name: string
  note?: string
  time?: string
  done?: boolean
}

export interface RecordBody {
  type: string
  key: string
  title: string
  state?: string
  tone: 'plain' | 'busy' | 'good' | 'warn' | 'bad'
  fields?: RecordField[]
  picture?: string
  steps?: RecordStep[]
  buttons?: { label: string; url?: string; value?: string }[]
}

export interface KeptRecord {
  id: string
  source: string
  changes: number
  createdAt: string
  changedAt: string
  // Whether the hub gives its picture out.
  picture?: boolean
  record: RecordBody
}

export interface PastRecord {
  number: number
  at: string
  record: RecordBody
}
