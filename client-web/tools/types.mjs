// Writes src/protocol/types.ts from docs/openrpc.json, which the server's own C++ types make.
//   node tools/types.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const document = JSON.parse(readFileSync(new URL('../../docs/openrpc.json', import.meta.url), 'utf8'));
const target = new URL('../src/protocol/types.ts', import.meta.url);
const schemas = document.components.schemas;
const nameOf = (schema) => schema.$ref?.split('/').pop();

function typeOf(schema) {
  if (schema.allOf) return typeOf(schema.allOf[0]);
  if (schema.$ref) return nameOf(schema);
  switch (schema.type) {
    case 'array': return `readonly ${typeOf(schema.items)}[]`;
    case 'object':
      if (schema.additionalProperties) return `Readonly<Record<string, ${typeOf(schema.additionalProperties)}>>`;
      return objectType(schema);
    case 'integer': return 'number';
    default: return schema.type;
  }
}

/// Params and bodies: what is not required may be left out.
function objectType(schema) {
  const fields = Object.entries(schema.properties ?? {})
    .map(([name, field]) => `${name}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(field)}`);
  return fields.length ? `{ ${fields.join('; ')} }` : 'object';
}

/// How a field is filled when it is absent: see fill.ts.
function shapeOf(schema) {
  const inner = schema.allOf ? schema.allOf[0] : schema;
  const named = schemas[nameOf(inner)];
  if (schema.type === 'array') {
    const item = schemas[nameOf(schema.items)];
    return item?.type === 'object' ? `{ list: '${nameOf(schema.items)}' }` : '[]';
  }
  if (named?.type === 'object') return schema.allOf ? `{ one: '${nameOf(inner)}' }` : `{ maybe: '${nameOf(inner)}' }`;
  return JSON.stringify(schema.default ?? named?.default ?? '');
}

const isMaybe = (schema) => !schema.allOf && schemas[nameOf(schema)]?.type === 'object';

const lines = [
  '// Made from docs/openrpc.json by tools/types.mjs; do not edit.',
  '',
];
for (const [name, schema] of Object.entries(schemas)) {
  if (schema.enum) lines.push(`export type ${name} = ${schema.enum.map((value) => `'${value}'`).join(' | ')};`);
  else if (schema.type === 'integer') lines.push(`export type ${name} = number;`);
}
lines.push('');
const objects = Object.entries(schemas).filter(([, schema]) => schema.type === 'object');
for (const [name, schema] of objects) {
  lines.push(`export interface ${name} {`);
  for (const [field, inner] of Object.entries(schema.properties)) {
    lines.push(`  readonly ${field}${isMaybe(inner) ? '?' : ''}: ${typeOf(inner)}${isMaybe(inner) ? ' | undefined' : ''};`);
  }
  lines.push('}', '');
}
lines.push('/** All objects of the wire, by name. */', 'export interface Objects {');
for (const [name] of objects) lines.push(`  ${name}: ${name};`);
lines.push('}', '');
lines.push('/** Params and result of each method, and whether it is a command, which needs a key. */', 'export interface Methods {');
for (const method of document.methods) {
  const params = method.params.filter((one) => one.name !== 'key' && one.name !== 'after_key')
    .map((one) => `${one.name}${one.required ? '' : '?'}: ${typeOf(one.schema)}`);
  lines.push(`  '${method.name}': { params: ${params.length ? `{ ${params.join('; ')} }` : 'object'}; ` +
    `result: '${nameOf(method.result.schema)}'; command: ${method['x-kind'] === 'command'} };`);
}
lines.push('}', '');
lines.push('/** The name of what each method answers. */', 'export const results = {');
for (const method of document.methods) lines.push(`  '${method.name}': '${nameOf(method.result.schema)}',`);
lines.push('} as const;', '');
lines.push('/** Bodies of the HTTP requests. */', 'export interface Bodies {');
for (const http of document['x-http']) {
  if (http.body) lines.push(`  '${http.path}': ${objectType(http.body)};`);
}
lines.push('}', '');
lines.push('/** Params of what the server sends of itself. */', 'export interface Notices {');
for (const notice of document['x-notifications']) lines.push(`  ${notice.name}: ${nameOf(notice.params)};`);
lines.push('}', '');
lines.push('/** The codes of refusals. */', 'export type ErrorCode =');
const codes = document.components.errors;
const codeNames = Object.values(codes).map((error) => error.data?.code ?? error['x-code'] ?? error.code);
lines.push(codeNames.map((code) => `  | '${code}'`).join('\n') + ';', '');
lines.push('/** What each field is when it is absent from the wire; read by fill.ts. */', 'export const shapes = {');
for (const [name, schema] of objects) {
  const fields = Object.entries(schema.properties).map(([field, inner]) => `${field}: ${shapeOf(inner)}`);
  lines.push(`  ${name}: { ${fields.join(', ')} },`);
}
lines.push('} as const;');
const text = lines.join('\n') + '\n';

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/protocol/types.ts is older than docs/openrpc.json: run npm run types');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
