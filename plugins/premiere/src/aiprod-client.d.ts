// SPDX-License-Identifier: Apache-2.0
//
// The engine's client: build_ccx.py puts plugins/shared/aiprod-client.js beside this as a CommonJS module.
export * from "../../shared/aiprod-client";
