import { baseCompile } from '@intlify/message-compiler'

const CATALOGUES = /\/(en|zh|texts)\.ts$/
const LANGUAGES = ['en', 'zh']

// Compiles the texts of all languages into functions, so that browsers need no compiler. Only for what is built: tests and
// `npm run dev` compile a text when it is first said.
export function compiledTexts() {
  return {
    name: 'compiled-texts',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      return CATALOGUES.test(id) ? { code: compiled(code, this.parse(code)), map: null } : undefined
    },
  }
}

function compiled(code, { body }) {
  const texts = body
    .flatMap((statement) => statement.declaration?.declarations ?? [])
    .filter(({ id }) => LANGUAGES.includes(id.name))
    .flatMap(({ init }) => textsOf(init))
  return texts.reduceRight((rest, { start, end, value }) => rest.slice(0, start) + functionFor(value) + rest.slice(end), code)
}

function textsOf(tree) {
  return tree.type === 'ObjectExpression' ? tree.properties.flatMap(({ value }) => textsOf(value)) : [tree]
}

function functionFor(text) {
  const fail = (problem) => {
    throw problem
  }
  return /[{}|@]/.test(text) ? baseCompile(text, { mode: 'arrow', onError: fail }).code : `() => ${JSON.stringify(text)}`
}
