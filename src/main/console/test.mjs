// Checks the types and runs the tests, where anything has changed since they last passed.
import { execFileSync } from 'node:child_process'
import { whenChanged } from './stamps.mjs'

const FRAMES = '../../test/resources/websocket'
const PROTO = '../proto'
const CLIENT = '../../../clients/javascript'

await whenChanged('../../../target/console.tested', ['.', FRAMES, PROTO, CLIENT], () => {
  for (const command of ['check', 'unit']) {
    execFileSync('npm', ['run', '--silent', command], { stdio: 'inherit', shell: process.platform === 'win32' })
  }
})
