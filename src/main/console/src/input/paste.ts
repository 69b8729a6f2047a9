// What is pasted as files: what came with text is a picture of that text, as office programs make one. Text that only
// names the files, as the file managers of some systems put it beside them, is none.
export function pastedFiles(clipboard: DataTransfer | null): File[] {
  const files = [...(clipboard?.files ?? [])]
  const lines = (clipboard?.getData('text/plain') ?? '').split(/[\r\n]+/).filter((line) => line.trim() !== '')
  return lines.every((line) => files.some((file) => names(line.trim(), file.name))) ? files : []
}

function names(line: string, file: string): boolean {
  return line === file || line.endsWith(`/${file}`) || line.endsWith(`/${encodeURIComponent(file)}`)
}
