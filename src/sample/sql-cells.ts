import type * as Engine from '@duckdb/node-api'
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { JsonObject } from '../lib/json.ts'

/*
 * Results as the Statement Execution API writes them: each cell a string or null, nested values as JSON. The engine comes
 * as an argument, so that nothing loads it by accident.
 */

/** How a type is called in a manifest: `type_name` is a word of the API, `type_text` what one writes in SQL. */
interface TypeWords {
  readonly name: string
  readonly text: string
  readonly more?: JsonObject
}

const plain = (name: string, text = name): TypeWords => ({ name, text })

const createTypeWords = (engine: typeof Engine) => {
  const { DuckDBTypeId } = engine
  const byId: ReadonlyMap<number, TypeWords> = new Map([
    [DuckDBTypeId.BOOLEAN, plain('BOOLEAN')],
    [DuckDBTypeId.TINYINT, plain('BYTE', 'TINYINT')],
    [DuckDBTypeId.SMALLINT, plain('SHORT', 'SMALLINT')],
    [DuckDBTypeId.INTEGER, plain('INT')],
    [DuckDBTypeId.BIGINT, plain('LONG', 'BIGINT')],
    // A sum of whole numbers is a BIGINT to Databricks.
    [DuckDBTypeId.HUGEINT, plain('LONG', 'BIGINT')],
    [DuckDBTypeId.FLOAT, plain('FLOAT')],
    [DuckDBTypeId.DOUBLE, plain('DOUBLE')],
    [DuckDBTypeId.DATE, plain('DATE')],
    [DuckDBTypeId.TIMESTAMP_TZ, plain('TIMESTAMP')],
    [DuckDBTypeId.TIMESTAMP, plain('TIMESTAMP', 'TIMESTAMP_NTZ')],
    [DuckDBTypeId.BLOB, plain('BINARY')],
    [DuckDBTypeId.SQLNULL, plain('NULL', 'VOID')],
  ])
  const wordsOf = (type: DuckDBType): TypeWords => {
    if (type instanceof engine.DuckDBListType || type instanceof engine.DuckDBArrayType) {
      return plain('ARRAY', `ARRAY<${wordsOf(type.valueType).text}>`)
    }
    if (type instanceof engine.DuckDBMapType) {
      return plain('MAP', `MAP<${wordsOf(type.keyType).text}, ${wordsOf(type.valueType).text}>`)
    }
    if (type instanceof engine.DuckDBStructType) {
      const fields = type.entryNames.map(
        (name, index) => `${name}: ${wordsOf(type.entryTypes[index] ?? engine.SQLNULL).text}`,
      )
      return plain('STRUCT', `STRUCT<${fields.join(', ')}>`)
    }
    if (type instanceof engine.DuckDBDecimalType) {
      const { width, scale } = type
      return {
        name: 'DECIMAL',
        text: `DECIMAL(${width},${scale})`,
        more: { type_precision: width, type_scale: scale },
      }
    }
    return byId.get(type.typeId) ?? plain('STRING')
  }
  return wordsOf
}

/** A column of the manifest. */
export const createColumnWriter = (engine: typeof Engine) => {
  const wordsOf = createTypeWords(engine)
  return (name: string, position: number, type: DuckDBType): JsonObject => {
    const words = wordsOf(type)
    return { name, position, type_name: words.name, type_text: words.text, ...words.more }
  }
}

/** A fraction always shows that it is one. */
const fractionText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : String(value)

/** ISO 8601 to the millisecond, as the API writes moments. */
const momentText = (micros: bigint, zone: string): string =>
  new Date(Number(micros / 1000n)).toISOString().replace('Z', zone)

export const createCellWriter = (engine: typeof Engine) => {
  /** A value inside a nested one, as JSON; numbers keep all of their digits. */
  const jsonOf = (value: DuckDBValue): string => {
    if (value === null) return 'null'
    if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value))
    if (value instanceof engine.DuckDBDecimalValue) return value.toString()
    if (value instanceof engine.DuckDBListValue || value instanceof engine.DuckDBArrayValue) {
      return `[${value.items.map(jsonOf).join(',')}]`
    }
    if (value instanceof engine.DuckDBStructValue) {
      return `{${Object.entries(value.entries)
        .map(([name, field]) => `${JSON.stringify(name)}:${jsonOf(field)}`)
        .join(',')}}`
    }
    if (value instanceof engine.DuckDBMapValue) {
      return `{${value.entries
        .map(({ key, value: entry }) => `${JSON.stringify(cellOf(key) ?? 'null')}:${jsonOf(entry)}`)
        .join(',')}}`
    }
    return JSON.stringify(cellOf(value))
  }

  const cellOf = (value: DuckDBValue, type?: DuckDBType): string | null => {
    if (value === null) return null
    if (typeof value === 'string') return value
    if (typeof value === 'number') {
      const isFraction = type?.typeId === engine.DuckDBTypeId.DOUBLE || type?.typeId === engine.DuckDBTypeId.FLOAT
      return isFraction ? fractionText(value) : String(value)
    }
    if (value instanceof engine.DuckDBTimestampTZValue) return momentText(value.micros, 'Z')
    if (value instanceof engine.DuckDBTimestampValue) return momentText(value.micros, '')
    if (value instanceof engine.DuckDBBlobValue) return Buffer.from(value.bytes).toString('base64')
    const isNested =
      value instanceof engine.DuckDBListValue ||
      value instanceof engine.DuckDBArrayValue ||
      value instanceof engine.DuckDBStructValue ||
      value instanceof engine.DuckDBMapValue
    return isNested ? jsonOf(value) : String(value)
  }
  return cellOf
}
