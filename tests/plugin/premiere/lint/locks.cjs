// SPDX-License-Identifier: Apache-2.0
// Every create…Action is called inside lockedAccess: in its callback, in a function handed to one, or in functions called there.
"use strict";
const { parse } = require("acorn");
const { walk, calledName, isFunction, resolved, DOORS } = require("./js.cjs");

const MAKES = /^create[A-Z]\w*Action$/;

/** The name under which a function is known, and where it is. */
function nameOf(node, parents) {
  const parent = parents[parents.length - 1] || {};
  if (node.id) return node.id.name;
  if (parent.type === "VariableDeclarator") return parent.id.name || null;
  if (parent.type === "Property" || parent.type === "MethodDefinition" || parent.type === "PropertyDefinition")
    return parent.key.name || null;
  if (parent.type === "AssignmentExpression") return (parent.left.property || parent.left).name || null;
  return null;
}

/** Functions that hand one of their parameters on into a lock: their callers' callbacks run inside it. And those around them. */
function doorsOf(trees) {
  const doors = new Set(DOORS);
  for (let before = 0; before < doors.size;) {
    before = doors.size;
    trees.forEach(({ tree }) =>
      walk(tree, (node, parents) => isFunction(node) && handsOn(node, doors) && doors.add(nameOf(node, parents))),
    );
  }
  doors.delete(null);
  return doors;
}

/** Whether a function calls one of its parameters inside a door, or gives it to one. */
function handsOn(node, doors) {
  const params = node.params.map((each) => each.name).filter(Boolean);
  let found = false;
  walk(node.body, (each, above) => {
    if (each.type !== "CallExpression") return;
    const inside = above.some((one) => one.type === "CallExpression" && doors.has(calledName(one)));
    const given =
      doors.has(calledName(each)) && each.arguments.some((one) => one.type === "Identifier" && params.includes(one.name));
    const called = inside && each.callee.type === "Identifier" && params.includes(each.callee.name);
    found = found || called || (given && callback(each, params));
  });
  return found;
}

/** Whether what a door is given is a callback: the last argument of our own doors, the first of the host's. */
function callback(call, params) {
  const [first] = call.arguments;
  const last = call.arguments[call.arguments.length - 1];
  return [DOORS.includes(calledName(call)) ? first : last].some(
    (one) => one && one.type === "Identifier" && params.includes(one.name),
  );
}

/** What a file knows by name: its own functions, and what it requires: {own, from: {name: file}, modules: {name: file}}. */
function scopeOf(file, tree) {
  const scope = { own: new Set(), from: {}, modules: {} };
  walk(tree, (node, parents) => {
    if (isFunction(node) && nameOf(node, parents)) scope.own.add(nameOf(node, parents));
    if (
      node.type !== "VariableDeclarator" ||
      !node.init ||
      node.init.type !== "CallExpression" ||
      calledName(node.init) !== "require"
    )
      return;
    const wanted = (node.init.arguments[0] || {}).value;
    if (typeof wanted !== "string" || !wanted.startsWith(".")) return;
    const target = resolved(file, wanted);
    if (node.id.type === "Identifier") scope.modules[node.id.name] = target;
    else node.id.properties.forEach((each) => Object.assign(scope.from, { [each.value.name]: `${target}#${each.key.name}` }));
  });
  return scope;
}

/** Which function of the plugin is meant by a callee or a name: "file#name", or nothing. */
function meant(callee, file, scope, parents) {
  if (callee.type === "MemberExpression") {
    const name = (callee.property || {}).name;
    const module = callee.object.type === "Identifier" ? scope.modules[callee.object.name] : undefined;
    if (module) return `${module}#${name}`;
    return callee.object.type === "ThisExpression" ? `${file}#${name}` : null;
  }
  if (callee.type !== "Identifier") return null;
  if (parents.some((each) => isFunction(each) && each.params.some((param) => param.name === callee.name))) return null;
  return scope.own.has(callee.name) ? `${file}#${callee.name}` : scope.from[callee.name] || null;
}

/** Whether a place lies inside a callback of a door; and which named function it lies in, if not. */
function placeOf(file, parents, doors) {
  for (let at = parents.length - 1; at >= 0; at -= 1) {
    if (!isFunction(parents[at])) continue;
    const caller = parents[at - 1];
    if (caller && caller.type === "CallExpression" && caller.arguments.includes(parents[at]) && doors.has(calledName(caller)))
      return { locked: true };
    const name = nameOf(parents[at], parents.slice(0, at));
    if (name) return { locked: false, key: `${file}#${name}` };
  }
  return { locked: false, key: null };
}

/**
 * All actions that are made outside a lock.
 * @param files {path: source}
 */
function locks(files) {
  const trees = Object.entries(files).map(([file, source]) => ({
    file,
    tree: parse(source, { ecmaVersion: 2022, sourceType: "module", locations: true }),
  }));
  const doors = doorsOf(trees);
  const calls = [];
  for (const { file, tree } of trees) {
    const scope = scopeOf(file, tree);
    walk(tree, (node, parents) => {
      if (node.type !== "CallExpression") return;
      const place = placeOf(file, parents, doors);
      calls.push({ file, node, name: calledName(node), key: meant(node.callee, file, scope, parents), place });
      if (!doors.has(calledName(node))) return;
      // a function handed to a door by its name runs inside the lock
      node.arguments.forEach((each) =>
        calls.push({ file, node, name: "", key: meant(each, file, scope, parents), place: { locked: true } }),
      );
    });
  }
  return unlocked(calls);
}

/** Goes from the makers of actions up to their callers, until each is locked or nobody calls it. */
function unlocked(calls) {
  const found = [];
  const needing = new Map();
  const need = (call) => {
    if (call.place.locked) return;
    if (!call.place.key) found.push(`${call.file}:${call.node.loc.start.line}: ${call.name} outside lockedAccess`);
    else if (!needing.has(call.place.key)) needing.set(call.place.key, call);
  };
  calls.filter((call) => MAKES.test(call.name || "")).forEach(need);
  for (const [key, first] of needing) {
    const callers = calls.filter((call) => call.key === key);
    if (callers.length === 0)
      found.push(
        `${first.file}:${first.node.loc.start.line}: ${first.name} in ${key.split("#")[1]}(), which is called in no lockedAccess`,
      );
    callers.forEach(need);
  }
  return found;
}

module.exports = { locks };
