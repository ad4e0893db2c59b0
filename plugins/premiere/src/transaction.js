// SPDX-License-Identifier: Apache-2.0
//
// The one door through which the project is changed. Actions are made and used inside the lock, in one undo step.
"use strict";

const { PanelError } = require("./errors.js");

/**
 * @param {import("./types").Project} project
 * @param {string} label of the undo step
 * @param {(add: (action: import("./types").Action) => void) => void} fill makes the actions; synchronous
 * @returns {boolean} what the host says of it, which proves nothing: look. Raises what `fill` or the host raised; then nothing was done.
 */
function transact(project, label, fill) {
  let done = false;
  /** @type {unknown} */
  let failure = null;
  project.lockedAccess(() => {
    try {
      done = project.executeTransaction((compound) => {
        try {
          fill((action) => {
            if (compound.addAction(action) === false) throw new PanelError("refused", { what: label });
          });
        } catch (error) {
          failure = error;
          throw error;
        }
      }, label);
    } catch (error) {
      failure = failure || error;
    }
  });
  if (failure) throw failure;
  return done;
}

module.exports = { transact };
