import { parseJson } from '../lib/json.ts'

/**
 * JSON as it was written. `JSON.parse` rounds long integers, drops repeated names and moves number-like names
 * to the front; whoever looks at wire data must not be shown that.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly source: string }
  | { readonly kind: 'literal'; readonly source: string }

export interface JsonMember {
  readonly name: string | number
  readonly value: JsonNode
}

export type ParsedNodes =
  | { readonly ok: true; readonly node: JsonNode; readonly size: number }
  | { readonly ok: false; readonly detail: string }

interface Open {
  readonly kind: 'object' | 'array'
  readonly members: JsonMember[]
  name: string | undefined
}

const plain = /[^\s,:[\]{}"]+/y

/** Index behind the closing quote of the string that starts here. */
const endOfString = (text: string, start: number): number => {
  let end = start + 1
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return end + 1
}

const unquote = (source: string): string => {
  const parsed = parseJson(source)
  return parsed.ok && typeof parsed.value === 'string' ? parsed.value : source
}

/** Parses without recursion, because hostile JSON may be nested a hundred thousand levels deep. */
export const parseNodes = (text: string): ParsedNodes => {
  const checked = parseJson(text)
  if (!checked.ok) return checked
  const stack: Open[] = []
  let root: JsonNode = { kind: 'literal', source: 'null' }
  let size = 0
  const add = (node: JsonNode) => {
    size += 1
    const parent = stack.at(-1)
    if (parent === undefined) root = node
    else parent.members.push({ name: parent.name ?? parent.members.length, value: node })
    if (parent !== undefined) parent.name = undefined
  }
  for (let at = 0; at < text.length;) {
    const char = text[at]
    if (char === '{' || char === '[') {
      stack.push({ kind: char === '{' ? 'object' : 'array', members: [], name: undefined })
      at += 1
    } else if (char === '}' || char === ']') {
      const closed = stack.pop()
      if (closed !== undefined) add({ kind: closed.kind, members: closed.members })
      at += 1
    } else if (char === '"') {
      const end = endOfString(text, at)
      const value = unquote(text.slice(at, end))
      const parent = stack.at(-1)
      if (parent?.kind === 'object' && parent.name === undefined) parent.name = value
      else add({ kind: 'string', value })
      at = end
    } else {
      plain.lastIndex = at
      const source = plain.exec(text)?.[0]
      if (source !== undefined) add({ kind: /^[-\d]/.test(source) ? 'number' : 'literal', source })
      at += source?.length ?? 1
    }
  }
  return { ok: true, node: root, size }
}

const identifier = /^[A-Za-z_$][\w$]*$/

/** The path of a member: `$.output[0].content`, `$["a b"]`. */
export const memberPath = (parent: string, name: string | number): string => {
  if (typeof name === 'number') return `${parent}[${name}]`
  return identifier.test(name) ? `${parent}.${name}` : `${parent}[${JSON.stringify(name)}]`
}

/** Deeper than this nobody reads indentation, and a hostile depth would make it longer than all else. */
const deepestIndent = 64

const lineStart = (depth: number): string => `\n${'  '.repeat(Math.min(depth, deepestIndent))}`

const leafText = (node: JsonNode): string | undefined => {
  if (node.kind === 'string') return JSON.stringify(node.value)
  if (node.kind === 'number' || node.kind === 'literal') return node.source
  if (node.members.length > 0) return undefined
  return node.kind === 'object' ? '{}' : '[]'
}

/** Indented JSON, written without recursion. */
const indented = (root: JsonNode): string => {
  const pieces: string[] = []
  const stack: { readonly close: string; readonly members: readonly JsonMember[]; next: number }[] = []
  const write = (node: JsonNode) => {
    const leaf = leafText(node)
    if (leaf !== undefined) pieces.push(leaf)
    else if (node.kind === 'object' || node.kind === 'array') {
      pieces.push(node.kind === 'object' ? '{' : '[')
      stack.push({ close: node.kind === 'object' ? '}' : ']', members: node.members, next: 0 })
    }
  }
  write(root)
  for (let open = stack.at(-1); open !== undefined; open = stack.at(-1)) {
    const member = open.members[open.next]
    if (member === undefined) {
      stack.pop()
      pieces.push(lineStart(stack.length), open.close)
      continue
    }
    pieces.push(open.next === 0 ? '' : ',', lineStart(stack.length))
    if (typeof member.name === 'string') pieces.push(JSON.stringify(member.name), ': ')
    open.next += 1
    write(member.value)
  }
  return pieces.join('')
}

/** A node as text to copy: indented JSON; a string without its quotes, because that is what one pastes. */
export const nodeText = (node: JsonNode): string => (node.kind === 'string' ? node.value : indented(node))

export interface TreeRow {
  readonly node: JsonNode
  /** Absent for the root. */
  readonly name: string | number | undefined
  readonly depth: number
  readonly path: string
  /** Whether there is something to unfold. */
  readonly branch: boolean
  readonly open: boolean
  readonly setSize: number
  readonly position: number
}

/** A string longer than this is folded like a branch. */
export const foldedStringLength = 400

const nestedNodes = new WeakMap<JsonNode, JsonNode | false>()

/** JSON written inside a string, such as the arguments of a function call; undefined when it holds none. */
export const nestedJson = (node: JsonNode): JsonNode | undefined => {
  if (node.kind !== 'string' || !/^\s*[[{]/.test(node.value)) return undefined
  const known = nestedNodes.get(node)
  if (known !== undefined) return known === false ? undefined : known
  const parsed = parseNodes(node.value)
  nestedNodes.set(node, parsed.ok ? parsed.node : false)
  return parsed.ok ? parsed.node : undefined
}

export const isBranch = (node: JsonNode): boolean =>
  node.kind === 'object' || node.kind === 'array'
    ? node.members.length > 0
    : node.kind === 'string' && (node.value.length > foldedStringLength || nestedJson(node) !== undefined)

/** The rows that are visible, from top to bottom. */
export const visibleRows = (root: JsonNode, isOpen: (node: JsonNode, depth: number) => boolean): TreeRow[] => {
  const rows: TreeRow[] = []
  type Waiting = Omit<TreeRow, 'branch' | 'open'>
  const stack: Waiting[] = [{ node: root, name: undefined, depth: 0, path: '$', setSize: 1, position: 1 }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, depth, path } = next
    const branch = isBranch(node)
    const open = branch && isOpen(node, depth)
    rows.push({ ...next, branch, open })
    if (!open) continue
    const nested = nestedJson(node)
    if (nested !== undefined) {
      const place = { depth: depth + 1, path: `JSON.parse(${path})`, setSize: 1, position: 1 }
      stack.push({ node: nested, name: 'as JSON', ...place })
    }
    if (node.kind !== 'object' && node.kind !== 'array') continue
    for (let index = node.members.length - 1; index >= 0; index -= 1) {
      const member = node.members[index]
      if (member === undefined) continue
      stack.push({
        node: member.value,
        name: member.name,
        depth: depth + 1,
        path: memberPath(path, member.name),
        setSize: node.members.length,
        position: index + 1,
      })
    }
  }
  return rows
}
