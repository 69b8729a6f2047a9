// A chat in a terminal: what is typed goes to the agents, what they say is printed. What was not yet sent when it ended is
// sent the next time.
//
//   npm run sample -- http://localhost:8080 phone
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
        const text = change.parts.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join(' ')
        console.log(direction === 'outbound' ? `${sender.name}: ${text}` : `  ✓ ${text}`)
      }
    },
    unsent: ({ problem }) => problem && console.log(`  ✗ ${problem.code} ${problem.reason}`),
    connection: (state) => console.log(`[${state}]`),
    typing: (name, stopped) => stopped || console.log(`  … ${name}`),
  },
})
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
