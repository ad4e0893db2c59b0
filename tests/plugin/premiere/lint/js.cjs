// SPDX-License-Identifier: Apache-2.0
// What UXP and the host ask of JavaScript, by the syntax tree: names that aren't there, addresses, callbacks, entry points.
"use strict";
const { parse } = require("acorn");
const { element, attribute } = require("./html.cjs");
const { declaration } = require("./css.cjs");

const GONE = {
  fetch: "the host refuses it",
  XMLHttpRequest: "the host refuses it",
  eval: "code from text is refused",
  Function: "code from text is refused",
  TextDecoder: "UXP has none",
  TextEncoder: "UXP has none",
  btoa: "UXP has none",
  atob: "UXP has none",
  importScripts: "UXP has none",
  process: "this isn't Node",
  Buffer: "this isn't Node",
  __dirname: "this isn't Node",
  alert: "the manifest asks for no alerts",
  confirm: "the manifest asks for no alerts",
  prompt: "the manifest asks for no alerts",
  EventSource: "UXP has none",
  Worker: "UXP has none",
  IntersectionObserver: "UXP has none",
  requestIdleCallback: "UXP has none",
};
const MODULES = ["premierepro", "uxp", "fs", "os", "path"];
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment"];
const EVENTS = {
  keypress: "is never delivered",
  dragstart: "there is no drag and drop",
  drop: "there is no drag and drop",
  dragover: "there is no drag and drop",
  transitionend: "there are no transitions",
  animationend: "there are no animations",
};
const DOORS = ["lockedAccess", "executeTransaction"];
const isFunction = (node) => ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(node.type);

/** Walks a tree; `visit(node, parents)` with the nearest parent last. */
function walk(node, visit, parents = []) {
  visit(node, parents);
  const below = parents.concat([node]);
  for (const key of Object.keys(node)) {
    const value = node[key];
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child.type === "string") walk(child, visit, below);
  }
}

const calledName = (call) => (call.callee.type === "MemberExpression" ? (call.callee.property || {}).name : call.callee.name);
const text = (node) => (node && node.type === "Literal" && typeof node.value === "string" ? node.value : null);

/** Whether an identifier is read as a free name, not as a key or a declaration. */
function isFree(node, parents) {
  const parent = parents[parents.length - 1];
  if (parent.type === "MemberExpression" && parent.property === node && !parent.computed) return false;
  if (["Property", "MethodDefinition", "PropertyDefinition"].includes(parent.type) && parent.key === node && !parent.computed)
    return parent.shorthand === true && parent.value === node;
  return !["LabeledStatement", "BreakStatement", "ContinueStatement"].includes(parent.type) && !isDeclared(node.name, parents);
}

/** Whether a function around has a parameter or a variable of that name. */
function isDeclared(name, parents) {
  return parents.some((each) => {
    if (isFunction(each)) return each.params.some((param) => names(param).includes(name));
    if (!["Program", "BlockStatement"].includes(each.type)) return false;
    return each.body.some((line) =>
      line.type === "VariableDeclaration"
        ? line.declarations.some((one) => names(one.id).includes(name))
        : line.id && line.id.name === name,
    );
  });
}

function names(pattern) {
  if (!pattern) return [];
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "ObjectPattern") return pattern.properties.flatMap((each) => names(each.value || each.argument));
  if (pattern.type === "ArrayPattern") return pattern.elements.flatMap(names);
  return names(pattern.left || pattern.argument);
}

/** One file. `has(path)` tells whether the plugin has a file. */
class Script {
  constructor(file, source, has) {
    this.file = file;
    this.has = has;
    this.found = [];
    this.tree = parse(source, { ecmaVersion: 2022, sourceType: "module", locations: true });
  }

  say(node, why) {
    this.found.push(`${this.file}:${node.loc.start.line}: ${why}`);
  }

  check() {
    walk(this.tree, (node, parents) => {
      const known = this[`on${node.type}`];
      if (known) known.call(this, node, parents);
      if (/^(Import|Export).*Declaration$/.test(node.type)) this.say(node, "there are no ES modules: require and module.exports");
    });
    return this.found;
  }

  onImportExpression(node) {
    this.say(node, "there are no ES modules: require and module.exports");
  }

  onIdentifier(node, parents) {
    if (GONE[node.name] && Object.prototype.hasOwnProperty.call(GONE, node.name) && isFree(node, parents))
      this.say(node, `${node.name}: ${GONE[node.name]}`);
  }

  onLiteral(node) {
    if (typeof node.value === "string") this.address(node, node.value);
  }

  onTemplateElement(node, parents) {
    const parent = parents[parents.length - 1];
    const after = parent.quasis[parent.quasis.indexOf(node) + 1] ? "${" : "";
    this.address(node, node.value.raw + after);
  }

  /** Only this machine is spoken to, and only over ws. */
  address(node, value) {
    for (const found of value.matchAll(/\b(https?|wss?|ftp|file):\/\/\S*/gi)) {
      if (!/^ws:\/\/(127\.0\.0\.1|localhost|\[::1\]|\$\{|$)/i.test(found[0]) && found[0] !== "file://")
        this.say(node, `an address: ${found[0].slice(0, 60)}`);
    }
  }

  onMemberExpression(node) {
    const name = (node.property || {}).name;
    if (name === "cookie" || name === "clipboard") this.say(node, `${name} isn't to be had`);
  }

  onAssignmentExpression(node) {
    const left = node.left;
    if (left.type !== "MemberExpression") return;
    const name = left.property.name || text(left.property);
    if (MARKUP.includes(name) && text(node.right) !== "") this.say(node, `${name} with data: make elements`);
    if (name === "hidden") this.say(node, "hidden has no effect: use a class, or display");
    if (left.object.type === "MemberExpression" && left.object.property.name === "style")
      this.style(node, name, text(node.right));
  }

  style(node, name, value) {
    const property = String(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const why =
      property === "css-text"
        ? "set properties one by one"
        : declaration(property, value === null ? "var(--x)" : value || "none");
    if (why) this.say(node, why);
  }

  onCallExpression(node, parents) {
    const name = calledName(node);
    const [first] = node.arguments;
    if (name === "require" && node.callee.type === "Identifier") this.required(node, text(first));
    if (name === "createElement" && text(first) && element(text(first))) this.say(node, element(text(first)));
    if (name === "setAttribute" && text(first) && attribute("element", text(first), text(node.arguments[1]) || ""))
      this.say(node, attribute("element", text(first), text(node.arguments[1]) || ""));
    if (name === "addEventListener" && EVENTS[text(first)]) this.say(node, `${text(first)} ${EVENTS[text(first)]}`);
    if (MARKUP.includes(name)) this.say(node, `${name} with data: make elements`);
    if (DOORS.includes(name)) this.door(node, name, parents);
  }

  required(node, wanted) {
    if (wanted === null) this.say(node, "require takes a text");
    else if (MODULES.includes(wanted)) return;
    else if (!/^\.\.?\/.*\.js$/.test(wanted))
      this.say(node, `require("${wanted}"): a relative path with its .js, or ${MODULES.join(", ")}`);
    else if (!this.has(resolved(this.file, wanted))) this.say(node, `require("${wanted}"): the plugin has no such file`);
  }

  /** The callback of a lock or transaction is synchronous, and waits for nothing. */
  door(node, name) {
    const callback = node.arguments[0];
    if (!callback || !isFunction(callback)) return;
    if (callback.async || callback.generator) this.say(node, `the callback of ${name} must be synchronous`);
    walk(callback.body, (each) => {
      if (each.type === "AwaitExpression" || (isFunction(each) && each.async))
        this.say(each, `nothing is awaited inside ${name}`);
      if (each.type === "CallExpression" && ["then", "setTimeout"].includes(calledName(each)))
        this.say(each, `nothing is awaited inside ${name}`);
    });
  }
}

/** A relative path from a file, from the plugin's root. */
function resolved(file, wanted) {
  const parts = file.split("/").slice(0, -1);
  for (const step of wanted.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== ".") parts.push(step);
  }
  return parts.join("/");
}

/** Whether a script sets its entry points up at the top, once, before anything could wait. */
function entrypoints(file, source) {
  const tree = parse(source, { ecmaVersion: 2022, sourceType: "script", locations: true });
  const isSetup = (node) =>
    node.type === "CallExpression" &&
    calledName(node) === "setup" &&
    node.callee.type === "MemberExpression" &&
    (node.callee.object.name === "entrypoints" || (node.callee.object.property || {}).name === "entrypoints");
  const top = tree.body.filter((line) => line.type === "ExpressionStatement" && isSetup(line.expression)).length;
  let all = 0;
  walk(tree, (node) => {
    all += isSetup(node) ? 1 : 0;
  });
  return top === 1 && all === 1
    ? []
    : [`${file}:1: entrypoints.setup is called once, at the top of the script (found ${top} there, ${all} in all)`];
}

module.exports = { Script, entrypoints, walk, calledName, isFunction, resolved, DOORS };
