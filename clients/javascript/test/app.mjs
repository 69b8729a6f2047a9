// An app of the hub's tests. It is given its options as JSON, does what lines of JSON say, [number, method, ...arguments],
// and writes what it hears as lines of JSON: [name, ...], and ['answer', number, result] or ['failed', number, reason].
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { OmniHubClient } from 'omnihub-client'
import { FileStore } from 'omnihub-client/node'
import { PROTOBUF } from 'omnihub-client/protobuf'

const { folder, user, encoding, ...options } = JSON.parse(process.argv[2])
const heard = ['entries', 'caughtUp', 'unsent', 'stored', 'connection', 'typing', 'agents', 'begins', 'refused', 'visitor']
const client = new OmniHubClient({
  ...options,
  encoding: encoding === 'protobuf' ? PROTOBUF : undefined,
  user: user && { id: user.id, token: () => user.token },
  store: folder && new FileStore(folder),
  listener: Object.fromEntries(heard.map((name) => [name, (...told) => say(name, ...told)])),
})

const methods = {
  unsent: () => client.unsent,
  position: () => client.position,
  upload: async (file, type) => {
    const progress = []
    const part = await client.upload(await openAsBlob(file, { type }), { name: basename(file), progress: (done, all) => progress.push([done, all]) })
    return { part, progress }
  },
  download: async (sequence, part) => Buffer.from(await (await client.download(sequence, part)).arrayBuffer()).toString('base64'),
}

// It ends when it has been closed and nothing is left to do.
for await (const line of createInterface({ input: process.stdin })) {
  const [number, method, ...given] = JSON.parse(line)
  try {
    say('answer', number, (await (methods[method] ?? client[method].bind(client))(...given)) ?? null)
  } catch (problem) {
    say('failed', number, problem.problem?.code ?? String(problem))
  }
}
client.close()

function say(...words) {
  console.log(JSON.stringify(words))
}
