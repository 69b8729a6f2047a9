// What happens, as docs/webhooks.md lists it.
export const TYPES = [
  'message.created',
  'message.edited',
  'message.recalled',
  'note.created',
  'reaction.changed',
  'receipt.recorded',
  'read.marked',
  'contact.changed',
  'session.opened',
  'session.reopened',
  'session.assigned',
  'session.pended',
  'session.resolved',
  'session.labelled',
  'media.stored',
  'erased',
]
