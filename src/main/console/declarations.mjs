// Writes the types of modules, and of all that they speak of, as TypeScript and editors read them beside the JavaScript.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const OPTIONS = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, strict: true }
const IMPORTED = /(from\s+|import\()(['"])\.\/([\w/-]+)\2/g

export function declare(modules, from, to) {
  const wanted = [...modules]
  const done = new Set()
  for (let module = wanted.pop(); module; module = wanted.pop()) {
    if (done.has(module)) continue
    done.add(module)
    const fileName = join(from, `${module}.ts`)
    const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(fileName, 'utf8'), { fileName, compilerOptions: OPTIONS, reportDiagnostics: true })
    const [problem] = diagnostics ?? []
    if (problem) throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`)
    const text = outputText.replace(IMPORTED, (_, before, quote, name) => {
      wanted.push(name)
      return `${before}${quote}./${flat(name)}.js${quote}`
    })
    writeFileSync(join(to, `${flat(module)}.d.ts`), text)
  }
}

// All lie in one folder.
function flat(module) {
  return module.split('/').at(-1)
}
