// SPDX-License-Identifier: Apache-2.0
// Reads a panel's files as UXP and the host would: node lint.cjs FOLDER [FILE that is added when it is packed …].
// One line a mistake. `--each FOLDER …` reads many, one list for each.
"use strict";
const fs = require("fs");
const path = require("path");
const { css } = require("./lint/css.cjs");
const { html } = require("./lint/html.cjs");
const { Script, entrypoints } = require("./lint/js.cjs");
const { locks } = require("./lint/locks.cjs");
const { versions } = require("./lint/versions.cjs");

/** All files below a folder, by their path from it. */
function filesOf(folder, below = "") {
  return fs.readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((each) => {
    const name = path.posix.join(below, each.name);
    if (each.isDirectory()) return each.name === "node_modules" ? [] : filesOf(folder, name);
    return [name];
  });
}

function lint(folder, added) {
  const files = filesOf(folder);
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  const has = (name) => files.includes(name) || added.includes(name);
  const scripts = Object.fromEntries(files.filter((name) => name.endsWith(".js")).map((name) => [name, read(name)]));
  const found = [];
  for (const name of files) {
    if (name.endsWith(".css")) found.push(...css(read(name), name));
    if (name.endsWith(".html")) found.push(...page(name, read(name), has, scripts));
  }
  for (const [name, source] of Object.entries(scripts))
    found.push(...new Script(name, source, has).check(), ...versions(name, source));
  return found.concat(locks(scripts));
}

function page(name, text, has, scripts) {
  const read = html(text, name);
  const found = read.found;
  [...read.scripts, ...read.sheets]
    .filter((each) => !has(each))
    .forEach((each) => found.push(`${name}: the plugin has no ${each}`));
  read.scripts
    .filter((each) => each.includes("/"))
    .forEach((each) => found.push(`${name}: ${each}: the page's script lies at the root, so that paths mean the same`));
  const entries = read.scripts.filter((each) => scripts[each]).map((each) => entrypoints(each, scripts[each]));
  if (entries.length > 0 && !entries.some((each) => each.length === 0)) found.push(...entries.flat());
  return found;
}

module.exports = { lint };

if (require.main === module) {
  const [, , first, ...rest] = process.argv;
  const told = first === "--each" ? rest.map((folder) => lint(folder, [])) : lint(first, rest);
  console.log(JSON.stringify(told));
}
