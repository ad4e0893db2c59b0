// SPDX-License-Identifier: Apache-2.0
// What only the table of Premiere's members can tell: promises that nobody waits for, and members that 25.6 doesn't have yet.
"use strict";
const { parse } = require("acorn");
const { walk, calledName, isFunction } = require("./js.cjs");
const table = require("../fake/table.json");

const COMMON = ["close", "save", "open", "play", "setValue"]; // other things than Premiere's have them too

/** All members of Premiere by name: {name: [spec]}. */
function byName() {
  const found = Object.create(null);
  for (const members of Object.values(table.types)) {
    for (const [name, spec] of Object.entries(members)) (found[name] = found[name] || []).push(spec);
  }
  return found;
}

const MEMBERS = Object.entries(byName());
const PROMISED = new Set(
  MEMBERS.filter(([, specs]) => specs.every((each) => each.returns.startsWith("Promise<"))).map(([name]) => name),
);
const LATER = new Map(
  MEMBERS.filter(([, specs]) => specs.every((each) => each.since)).map(([name, specs]) => [name, specs[0].since]),
);

/** Whether the code around asks first: for the version, or for the member itself. */
function asks(source, parents, name) {
  const around = parents.filter(isFunction);
  const text = around.length ? source.slice(around[0].start, around[0].end) : source;
  return new RegExp(`atLeast\\(|typeof [\\w.()]*\\.${name}\\b|["']${name}["'] in `).test(text);
}

/** All that is wrong in a file. */
function versions(file, source) {
  const found = [];
  const say = (node, why) => found.push(`${file}:${node.loc.start.line}: ${why}`);
  walk(parse(source, { ecmaVersion: 2022, sourceType: "module", locations: true }), (node, parents) => {
    const call = node.type === "ExpressionStatement" && node.expression.type === "CallExpression" ? node.expression : null;
    const dropped = call && call.callee.type === "MemberExpression" ? calledName(call) : "";
    if (PROMISED.has(dropped) && !COMMON.includes(dropped)) say(node, `nobody waits for ${dropped}()`);
    if (node.type !== "MemberExpression" || node.computed || !LATER.has(node.property.name)) return;
    const { name } = node.property;
    if (!asks(source, parents, name))
      say(node, `${name} is there from ${LATER.get(name)} on: ask for the version or the member first`);
  });
  return found;
}

module.exports = { versions };
