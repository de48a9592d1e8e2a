/**
 * Value of an arithmetic expression of numbers, + - * / % ^ and parentheses; undefined when it is not one.
 * `x`, `×` and `÷` count as signs too, because people write them. Nothing is ever evaluated as code.
 */
export const calculate = (expression: string): number | undefined => {
  const tokens = expression.replaceAll(',', '').match(/\d+(?:\.\d+)?|[-+*/%^()x×÷]|\S/g) ?? []
  let position = 0
  let depth = 0

  const sum = (): number => {
    let value = product()
    for (let sign = tokens[position]; sign === '+' || sign === '-'; sign = tokens[position]) {
      position++
      value = sign === '+' ? value + product() : value - product()
    }
    return value
  }

  const product = (): number => {
    let value = power()
    for (let sign = tokens[position]; sign !== undefined && '*/%x×÷'.includes(sign); sign = tokens[position]) {
      position++
      const right = power()
      if (sign === '/' || sign === '÷') value /= right
      else if (sign === '%') value %= right
      else value *= right
    }
    return value
  }

  const power = (): number => {
    const base = atom()
    if (tokens[position] !== '^') return base
    position++
    return base ** power()
  }

  const atom = (): number => {
    const token = tokens[position++]
    // Deeply nested input must not exhaust the stack of the whole workspace.
    if (token === undefined || depth > 50) return Number.NaN
    if (token === '-' || token === '(') {
      depth++
      const value = token === '-' ? -atom() : sum()
      depth--
      return token === '-' || tokens[position++] === ')' ? value : Number.NaN
    }
    return /^\d/.test(token) ? Number(token) : Number.NaN
  }

  const value = sum()
  return position === tokens.length && Number.isFinite(value) ? value : undefined
}

/** A number as people write it: grouped thousands, at most six decimals. */
export const writtenNumber = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 6 })
