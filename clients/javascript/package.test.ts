import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import ts from 'typescript'
import { expect, test } from 'vitest'

// The package as npm packs it. `npm run build` comes before the tests.
const HERE = import.meta.dirname
// Bytes, compressed.
const BUDGET = 12 * 1024

interface Exports {
  types: string
  default: string
}

const { exports } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as { exports: Record<string, Exports | string> }

test('the library stays within its budget', () => {
  expect(gzipSync(readFileSync(join(HERE, 'dist/index.js'))).length).toBeLessThanOrEqual(BUDGET)
})

test('the package holds what it says, and nothing else', () => {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: HERE, encoding: 'utf8', shell: process.platform === 'win32' })) as { files: { path: string }[] }[]
  const files = packed?.files.map(({ path }) => path) ?? []
  const named = Object.values(exports).flatMap((each) => (typeof each === 'string' ? [each] : [each.types, each.default]))
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', ...named.map((name) => name.replace('./', ''))]))
  expect(files.filter((name) => !/^(LICENSE|README\.md|package\.json|dist\/[\w-]+\.(js|d\.ts))$/.test(name))).toEqual([])
})

test('its types are whole, as strict as they can be read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(HERE, join(folder, 'node_modules/omnihub-client'), 'junction')
  const app = join(folder, 'app.mts')
  writeFileSync(
    app,
    `import { NotSentError, OmniHubClient, type Entry, type Part, type Store, type Unsent } from 'omnihub-client'
     import { FileStore } from 'omnihub-client/node'
     import { PROTOBUF } from 'omnihub-client/protobuf'
     const store: Store = new FileStore('folder')
     const texts: string[] = []
     const client = new OmniHubClient({
       hub: 'https://hub.example.com',
       site: 'mobile',
       store,
       encoding: PROTOBUF,
       user: { id: 'u-1', token: async () => 'jwt' },
       listener: {
         entries(entries: readonly Entry[]) {
           for (const { change } of entries) if (change.type === 'message') texts.push(...change.parts.map((part: Part) => (part.type === 'text' ? part.text : part.type)))
         },
         unsent: ({ problem }: Unsent) => void problem?.code,
       },
     })
     client.start()
     try { client.send('hello') } catch (reason) { if (reason instanceof NotSentError) texts.push(reason.problem.reason) }
     client.registerDevice('fcm', 'token', 'com.example.cups', 'zh-CN').then(() => client.unregisterDevice()).catch((reason: unknown) => void reason)
     client.context({ version: '2.3' }).then((nothing: void) => nothing)
     // @ts-expect-error a fact is a text
     client.context({ version: 2 })
     // @ts-expect-error a number is not said
     client.send(1)`,
  )
  const program = ts.createProgram([app], { strict: true, noEmit: true, skipDefaultLibCheck: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] })
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
  expect(problems).toEqual([])
}, 60_000)
