// Made by wire.mjs from the frames that the hub's tests write.

import type { ClientFrame, ServerFrame } from './wire'

export const hub: ServerFrame[] = [
  // hub-acknowledged.json
  {
  "type": "acknowledged",
  "clientId": "019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de",
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "sequence": 13
},
  // hub-busy.json
  {
  "type": "busy",
  "clientId": "019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de",
  "retryAfter": 1000
},
  // hub-changed.json
  {
  "type": "changed",
  "cursor": "1-2f.1c",
  "conversations": [
    {
      "id": "0195f0a0-0000-8000-8000-000000000001",
      "channel": "web",
      "inbox": "shop",
      "contact": {"id": "0195f0a0-0000-7000-8000-000000000002", "name": "Han Meimei"},
      "createdAt": "2026-03-01T07:55:00Z",
      "changedAt": "2026-03-01T08:00:00.125Z",
      "messageAt": "2026-03-01T08:00:00Z",
      "waitingSince": "2026-03-01T08:00:00Z",
      "lastSequence": 13,
      "session": {
        "id": "0195f0a0-0000-7000-8000-000000000003",
        "number": 1,
        "status": "open",
        "assignee": "ada",
        "labels": ["order"],
        "revision": 3,
        "openedAt": "2026-03-01T07:55:00Z",
        "changedAt": "2026-03-01T07:56:00Z"
      },
      "lastMessage": {
        "sequence": 13,
        "direction": "inbound",
        "sender": {"kind": "contact", "id": "v-7"},
        "sentAt": "2026-03-01T08:00:00Z",
        "kinds": ["text"],
        "text": "Hello"
      }
    }
  ]
},
  // hub-entries.json
  {
  "type": "entries",
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "entries": [],
  "more": false
},
  // hub-entry.json
  {
  "type": "entry",
  "entry": {
    "kind": "message.created",
    "partition": 0,
    "position": 4711,
    "tenant": "default",
    "channel": "web",
    "inbox": "shop",
    "conversation": "0195f0a0-0000-8000-8000-000000000001",
    "sequence": 13,
    "previous": 12,
    "visibility": "everyone",
    "direction": "inbound",
    "sender": {
      "kind": "contact",
      "id": "v-7"
    },
    "sentAt": "2026-03-01T08:00:00Z",
    "storedAt": "2026-03-01T08:00:00.125Z",
    "late": false,
    "metadata": {
      "clientId": "019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de"
    },
    "change": {
      "type": "message",
      "parts": [
        {
          "type": "text",
          "text": "Hello"
        }
      ]
    }
  }
},
  // hub-error.json
  {
  "type": "error",
  "code": "unknown-frame",
  "reason": "There is no frame of the type dance.",
  "field": "type"
},
  // hub-heartbeat.json
  {
  "type": "heartbeat",
  "last": {
    "0195f0a0-0000-8000-8000-000000000001": 13
  }
},
  // hub-pong.json
  {
  "type": "pong"
},
  // hub-presence-2.json
  {
  "type": "presence",
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "state": "offline"
},
  // hub-presence.json
  {
  "type": "presence",
  "agent": "ada",
  "state": "busy"
},
  // hub-refused.json
  {
  "type": "refused",
  "clientId": "019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de",
  "code": "invalid",
  "reason": "parts[0].text: must not be empty",
  "field": "parts[0].text"
},
  // hub-typing.json
  {
  "type": "typing",
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "sender": {
    "kind": "contact",
    "id": "v-7"
  },
  "preview": "I would like"
},
  // hub-welcome.json
  {
  "type": "welcome",
  "epoch": "e-1",
  "time": "2026-03-01T08:00:00Z",
  "heartbeat": 30,
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "last": 12,
  "name": "Han Meimei",
  "largestFrame": 131072,
  "longestText": 65536
},
]

export const client: ClientFrame[] = [
  // client-command.json
  {
  "type": "command",
  "clientId": "019ca8a9-d6a8-7b3a-9a1c-0de53f2c9a55",
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "command": {
    "type": "reply",
    "parts": [
      {
        "type": "text",
        "text": "On its way"
      }
    ]
  }
},
  // client-fetch.json
  {
  "type": "fetch",
  "before": 12,
  "limit": 50
},
  // client-hello.json
  {
  "type": "hello",
  "token": "v1.…",
  "epoch": "e-1",
  "after": 12
},
  // client-list.json
  {
  "type": "list",
  "cursor": "1-2f.1c",
  "views": [
    {
      "status": "open",
      "assignee": "ada"
    },
    {
      "status": "open",
      "unassigned": true
    },
    {
      "status": "pending"
    }
  ]
},
  // client-ping.json
  {
  "type": "ping"
},
  // client-presence.json
  {
  "type": "presence",
  "state": "away"
},
  // client-read.json
  {
  "type": "read",
  "upTo": 12
},
  // client-send.json
  {
  "type": "send",
  "clientId": "019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de",
  "parts": [
    {
      "type": "text",
      "text": "Hello"
    }
  ]
},
  // client-typing-2.json
  {
  "type": "typing",
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "note": true
},
  // client-typing.json
  {
  "type": "typing",
  "preview": "I would like"
},
  // client-unwatch.json
  {
  "type": "unwatch",
  "conversation": "0195f0a0-0000-8000-8000-000000000001"
},
  // client-watch.json
  {
  "type": "watch",
  "conversation": "0195f0a0-0000-8000-8000-000000000001",
  "after": 11
},
]
