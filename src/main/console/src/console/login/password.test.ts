import { expect, test } from 'vitest'
import { passwordProblem } from './password'

test.each([
  ['elevenbytes', 'tooShort'],
  ['密码密', 'tooShort'],
  ['密码'.repeat(13), 'tooLong'],
  ['ababababababab', 'alike'],
  ['ada-12345-ada', 'named'],
  ['correct horse battery', undefined],
  ['春眠不觉晓', undefined],
])('%j is %s', (password, problem) => expect(passwordProblem(password, 'ada')).toBe(problem))
