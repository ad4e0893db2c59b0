// SPDX-License-Identifier: Apache-2.0
// Objects of options, made by the table: what is set can be read, and each setter gives the object.
"use strict";
const table = require("../table.json");

const OPTIONS = ["AAFExportOptions", "OpenProjectOptions", "CloseProjectOptions"];
const EMPTY = { boolean: false, number: 0, string: "" };

module.exports = function options(host) {
  const one = (type) => {
    const members = Object.entries(table.types[type]);
    const read = members.filter(([, spec]) => spec.kind === "property");
    const found = { new: () => host.handle(type, Object.fromEntries(read.map(([name, spec]) => [name, EMPTY[spec.returns]]))) };
    for (const [name] of read) {
      found[name] = (data) => data[name];
      found[`set${name[0].toUpperCase()}${name.slice(1)}`] = (data, value) =>
        host.handle(type, Object.assign(data, { [name]: value }));
    }
    return found;
  };
  return Object.fromEntries(OPTIONS.map((type) => [type, one(type)]));
};
