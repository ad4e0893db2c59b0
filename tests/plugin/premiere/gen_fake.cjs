// SPDX-License-Identifier: Apache-2.0
// Reads Adobe's type definitions with TypeScript's compiler API and writes the table from which the fake host is made:
// every type, member, parameter and return type of @adobe/premierepro, and since which version of Premiere it is there.
//
//   node gen_fake.cjs           writes fake/table.json
//   node gen_fake.cjs --check   fails if the table isn't what the definitions say
"use strict";
const fs = require("fs");
const path = require("path");
const ts = require("typescript");

const DEFINITIONS = path.join(__dirname, "node_modules/@adobe/premierepro/src/premierepro.d.ts");
const TABLE = path.join(__dirname, "fake", "table.json");
const SINCE = JSON.parse(fs.readFileSync(path.join(__dirname, "since.json"), "utf8"));

/** The text of a type, on one line, without what isn't told apart. */
function text(node, source) {
  return node ? node.getText(source).replace(/\s+/g, " ").replace(/^\| /, "") : "void";
}

function parameter(node, source) {
  return { name: node.name.getText(source), type: text(node.type, source), optional: Boolean(node.questionToken) };
}

/** One member of a type literal. */
function member(node, source) {
  if (ts.isConstructSignatureDeclaration(node) || ts.isCallSignatureDeclaration(node)) {
    const kind = ts.isCallSignatureDeclaration(node) ? "call" : "construct";
    return { kind, params: node.parameters.map((each) => parameter(each, source)), returns: text(node.type, source) };
  }
  const name = node.name.getText(source);
  if (ts.isMethodSignature(node)) {
    const params = node.parameters.map((each) => parameter(each, source));
    return { kind: "method", name, params, returns: text(node.type, source) };
  }
  const readonly = (node.modifiers || []).some((each) => each.kind === ts.SyntaxKind.ReadonlyKeyword);
  return { kind: "property", name, readonly, returns: text(node.type, source) };
}

/** All members of a type, by name; a type that can be made has `new` and `()`. */
function members(literal, source) {
  const found = {};
  for (const node of literal.members) {
    const { name, ...rest } = member(node, source);
    found[name || (rest.kind === "call" ? "()" : "new")] = rest;
  }
  return found;
}

function constants(namespace, source) {
  const found = {};
  for (const node of namespace.body.statements) {
    if (ts.isEnumDeclaration(node)) found[node.name.text] = node.members.map((each) => each.name.getText(source));
  }
  return found;
}

/** Writes the versions into the table. Fails on a name that the definitions don't have. */
function dated(table) {
  for (const [key, since] of Object.entries(SINCE.members)) {
    const [type, name] = key.split(".");
    if (!table.types[type] || !table.types[type][name]) throw new Error(`since.json: the definitions have no ${key}`);
    table.types[type][name].since = since;
  }
  for (const [name, since] of Object.entries(SINCE.modules)) {
    if (!table.module[name]) throw new Error(`since.json: the definitions have no ${name}`);
    table.module[name].since = since;
  }
  for (const [key, until] of Object.entries(SINCE.promisesBefore)) {
    const [type, name] = key.split(".");
    table.types[type][name].promiseBefore = until;
  }
  return table;
}

/** The whole table. */
function generate() {
  const source = ts.createSourceFile(DEFINITIONS, fs.readFileSync(DEFINITIONS, "utf8"), ts.ScriptTarget.ES2022, true);
  const table = { source: "@adobe/premierepro 26.3.0", module: {}, types: {}, constants: {} };
  for (const node of source.statements) {
    if (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type)) {
      if (node.name.text === "premierepro") {
        for (const [name, each] of Object.entries(members(node.type, source))) table.module[name] = { type: each.returns };
      } else {
        table.types[node.name.text] = members(node.type, source);
      }
    } else if (ts.isModuleDeclaration(node)) {
      table.constants = constants(node, source);
    }
  }
  return dated(table);
}

/** How much there is: types with the module's own, and methods with those that make objects. */
function counts(table) {
  const all = Object.values(table.types).flatMap((type) => Object.values(type));
  const of = (...kinds) => all.filter((each) => kinds.includes(each.kind)).length;
  return {
    types: Object.keys(table.types).length + 1,
    methods: of("method"),
    made: of("construct", "call"),
    properties: of("property"),
    modules: Object.keys(table.module).length,
    enums: Object.keys(table.constants).length,
  };
}

module.exports = { generate, counts, TABLE };

if (require.main === module) {
  const table = generate();
  const written = JSON.stringify(table, null, 1) + "\n";
  if (process.argv.includes("--check")) {
    const same = fs.existsSync(TABLE) && fs.readFileSync(TABLE, "utf8") === written;
    console.log(JSON.stringify({ same, ...counts(table) }));
    process.exit(same ? 0 : 1);
  }
  fs.mkdirSync(path.dirname(TABLE), { recursive: true });
  fs.writeFileSync(TABLE, written);
  console.log(JSON.stringify(counts(table)));
}
