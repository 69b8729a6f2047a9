// A chat in a terminal: what is typed goes to the agents, what they say is printed. What was not yet sent when it ended is
// sent the next time.
//
//   npm run sample -- http://localhost:8080 mobile
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { NotSentError, OmniHubClient } from 'omnihub-client'
import { FileStore } from 'omnihub-client/node'

const [hub, site, folder = join(homedir(), '.omnihub-chat-js')] = process.argv.slice(2)

const client = new OmniHubClient({
  hub,
  site,
  store: new FileStore(folder),
  listener: {
    entries(entries) {
      for (const { change, direction, sender } of entries) {
        if (change.type !== 'message') continue
        const text = change.parts.map(wordsOf).join(' ')
        console.log(direction === 'outbound' ? `${sender.name}: ${text}` : `  ✓ ${text}`)
        for (const [label, address] of change.parts.flatMap(linksOf)) console.log(`  → ${label} ${address}`)
      }
    },
    unsent: ({ problem }) => problem && console.log(`  ✗ ${problem.code} ${problem.reason}`),
    connection: (state) => console.log(`[${state}]`),
    typing: (name, stopped) => stopped || console.log(`  … ${name}`),
  },
})

function wordsOf(part) {
  return part.type === 'text' ? part.text : `[${part.type}] ${part.title ?? ''}`.trim()
}

// A page is for the browser; an address with the app's own scheme, such as myshop://order/1024, opens one of its screens.
function linksOf(part) {
  if (part.type === 'link') return [[part.title ?? '', part.url]]
  return part.type === 'card' ? (part.buttons ?? []).filter(({ url }) => url).map(({ label, url }) => [label, url]) : []
}

client.start()
for await (const line of createInterface({ input: process.stdin })) {
  try {
    client.send(line)
  } catch (problem) {
    if (!(problem instanceof NotSentError)) throw problem
    console.log(`  ✗ ${problem.problem.code}`)
  }
}
client.close()
