import { expect, test } from 'vitest'
import { pastedFiles } from './paste'

function clipboard(text: string, ...names: string[]): DataTransfer {
  const files = names.map((name) => new File(['x'], name))
  return { files, getData: (type: string) => (type === 'text/plain' ? text : '') } as unknown as DataTransfer
}

function pasted(text: string, ...names: string[]): string[] {
  return pastedFiles(clipboard(text, ...names)).map((file) => file.name)
}

test('text outranks the picture of it', () => {
  expect(pasted('Total\t42\r\n', 'image.png')).toEqual([])
})

test('pictures and files without text are files', () => {
  expect(pasted('', 'image.png', 'b.pdf')).toEqual(['image.png', 'b.pdf'])
  expect(pasted(' \n', 'image.png')).toEqual(['image.png'])
})

test('files beside which only their names stand are files', () => {
  expect(pasted('invoice 7.pdf', 'invoice 7.pdf')).toEqual(['invoice 7.pdf'])
  expect(pasted('/home/ada/a.pdf\nfile:///home/ada/b%20c.pdf', 'a.pdf', 'b c.pdf')).toEqual(['a.pdf', 'b c.pdf'])
})

test('nothing is nothing', () => {
  expect(pastedFiles(null)).toEqual([])
})
