// SPDX-License-Identifier: Apache-2.0
//
// English sentence → French; build_ccx.py writes engine-fr.js from the engine's catalogue.
declare const told: { [text: string]: string };
export = told;
