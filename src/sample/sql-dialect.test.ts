import { describe, expect, test } from 'vitest'
import { endpointByName } from './endpoints.ts'
import { translate, type SqlParameter } from './sql-dialect.ts'
import { SqlRefusal } from './sql-tokens.ts'

const translated = (statement: string, ...parameters: readonly SqlParameter[]) =>
  translate(statement, { parameters, endpointNamed: endpointByName, userName: 'ada.okafor@example.com' })

test.each([
  ['SELECT array(1, 2) AS a', 'SELECT [1, 2] AS a'],
  ["SELECT named_struct('a b', 1, 'c', 'x') AS s", `SELECT struct_pack("a b" := 1, "c" := 'x') AS s`],
  [
    'SELECT struct(a AS x, b, 1 + 1) AS s FROM t',
    'SELECT struct_pack("x" := a, "b" := b, "col3" := 1 + 1) AS s FROM t',
  ],
  ["SELECT map('k', 1, 'l', 2) AS m", "SELECT map(['k', 'l'], [1, 2]) AS m"],
  ['SELECT CAST(a AS STRING) AS s FROM t', 'SELECT CAST(a AS VARCHAR) AS s FROM t'],
  ['SELECT a::ARRAY<STRUCT<x: INT>> FROM t', 'SELECT a::STRUCT("x" INTEGER)[] FROM t'],
  ['SELECT `a"b` FROM `t`', 'SELECT "a""b" FROM "t"'],
  ['SELECT a <=> b, a == b, a DIV b FROM t', 'SELECT a IS NOT DISTINCT FROM b, a = b, a // b FROM t'],
  ["SELECT size(split(a, ',')) AS n FROM t", "SELECT len(string_split_regex(a, ',')) AS n FROM t"],
  ['SELECT 10L AS a, 1.5D AS b', 'SELECT CAST(10 AS BIGINT) AS a, CAST(1.5 AS DOUBLE) AS b'],
  ["SELECT 'a\\0b' AS x", "SELECT ('a' || chr(0) || 'b') AS x"],
  [
    "SELECT from_json(a, 'x INT, y ARRAY<STRING>') AS j FROM t",
    `SELECT from_json(TRY_CAST(a AS JSON), '{"x":"INTEGER","y":["VARCHAR"]}') AS j FROM t`,
  ],
  [
    'SELECT * FROM VALUES 1, 2 AS t(a)',
    'SELECT * FROM (SELECT * FROM (VALUES (1), (2)) AS inline_table(col1)) AS t(a)',
  ],
  ["VALUES (1, 'a')", "SELECT * FROM (VALUES (1, 'a')) AS inline_table(col1, col2)"],
  [
    "SELECT pos, q FROM posexplode(array('a')) AS t(pos, q)",
    `SELECT pos, q FROM (SELECT CAST(generate_subscripts(['a'], 1) - 1 AS INTEGER) AS "pos", unnest(['a']) AS "col") AS t(pos, q)`,
  ],
  [
    'SELECT id, q FROM range(3) LATERAL VIEW OUTER explode(array(id)) AS q WHERE id > 1',
    'SELECT id, q FROM (SELECT range AS id FROM range(3)) CROSS JOIN LATERAL (SELECT unnest([id]) AS "q") AS "lateral_view" WHERE id > 1',
  ],
  ['SELECT current_user()', `SELECT 'ada.okafor@example.com' AS "current_user()"`],
  ["SELECT count(*), 'x', 1 FROM t", `SELECT count(*) AS "count(*)", 'x' AS "x", 1 AS "1" FROM t`],
  ['SELECT 1 AS a;', 'SELECT 1 AS a'],
  ['SELECT t.values, values FROM t', 'SELECT t.values, values FROM t'],
  ['SELECT 1 AS a UNION ALL VALUES 2', 'SELECT 1 AS a UNION ALL SELECT * FROM (VALUES (2)) AS inline_table(col1)'],
  [
    "WITH t AS (VALUES 'x') SELECT * FROM t",
    "WITH t AS (SELECT * FROM (VALUES ('x')) AS inline_table(col1)) SELECT * FROM t",
  ],
])('%s', (statement, sql) => {
  expect(translated(statement).sql).toBe(sql)
})

test('reads a statement of half a megabyte', () => {
  const rows = Array.from({ length: 30_000 }, (_, index) => `${index}::STRING || 'x'`)
  expect(translated(`SELECT * FROM VALUES ${rows.join(', ')} AS t(a)`).sql).toContain("(29999::VARCHAR || 'x')")
})

describe('parameters', () => {
  test('are bound, never written into the statement', () => {
    const naughty = "'; DROP TABLE agents; --"
    const { sql, values } = translated(
      'SELECT :q AS a, :n AS b, :q AS c',
      { name: 'q', value: naughty, type: 'STRING' },
      { name: 'n', value: null, type: 'DECIMAL(10,2)' },
    )
    expect(sql).toBe('SELECT CAST($p0 AS VARCHAR) AS a, CAST($p1 AS DECIMAL(10,2)) AS b, CAST($p2 AS VARCHAR) AS c')
    expect(values).toEqual([naughty, null, naughty])
  })

  test.each(['ARRAY<STRING>', 'STRUCT<a:INT>', 'NONSENSE', 'INT); DROP TABLE t; --', 'INT x'])(
    'cannot be of type %s',
    (type) => {
      expect(() => translated('SELECT :q', { name: 'q', value: '1', type })).toThrow(SqlRefusal)
    },
  )
})

describe('ai_query', () => {
  test('takes its arguments in order or by name', () => {
    const inOrder = translated("SELECT ai_query('hr-helper', q, 'STRING', false) AS a FROM t")
    const byName = translated(
      "SELECT AI_QUERY(request => q, failOnError => FALSE, returnType => 'STRING', endpoint => 'hr-helper') AS a FROM t",
    )
    expect(inOrder).toEqual(byName)
    expect(inOrder.queries).toMatchObject([{ endpoint: { name: 'hr-helper' }, failOnError: false, takes: 'body' }])
    expect(inOrder.sql).toBe(
      `SELECT from_json(ai_query_call(0, CAST(to_json(q) AS VARCHAR), NULL), '{"result":"VARCHAR","errorMessage":"VARCHAR"}') AS a FROM t`,
    )
  })

  test('may stand twice in a statement, and inside itself', () => {
    const inner = "ai_query('databricks-gpt-sample', q)"
    const { queries } = translated(`SELECT ai_query('databricks-gpt-sample', ${inner}), ${inner} FROM t`)
    expect(queries).toHaveLength(3)
  })
})

test.each([
  '',
  ';',
  ' -- nothing',
  '(',
  'SELECT (1]',
  'SELECT 1 FROM t WHERE a = $1',
  'SELECT ?',
  'SELECT a:b FROM t',
  'VALUES',
  'CAST(1)',
])('refuses %j', (statement) => {
  expect(() => translated(statement)).toThrow(SqlRefusal)
})
