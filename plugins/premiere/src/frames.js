// SPDX-License-Identifier: Apache-2.0
//
// A frame of the timeline as a picture file. The host may write "a.png" as "a.png.png"; either is taken.
"use strict";

const { ppro, tick } = require("./ppro.js");
const { PanelError } = require("./errors.js");
const { patience, until } = require("./patience.js");
const host = require("./host.js");
const time = require("./time.js");
const files = require("./files.js");

let count = 0;

/**
 * @param {{frame?: number}} order by default the frame under the playhead
 * @returns {Promise<{path: string, frame: number}>} an absolute path of a PNG
 */
async function grabFrame(order) {
  const { sequence } = await host.active();
  const perFrame = await host.perFrameOf(sequence);
  const here = time.frameAt(BigInt((await sequence.getPlayerPosition()).ticks), perFrame);
  const frame = order.frame === undefined ? here : order.frame;
  const size = await sequence.getFrameSize();
  const folder = await files.folder("frames");
  count += 1;
  const name = `frame-${Date.now().toString(36)}-${count}.png`;
  const at = tick(time.ticksAt(frame, perFrame));
  await ppro.Exporter.exportSequenceFrame(sequence, at, name, folder.nativePath, Math.round(size.width), Math.round(size.height));
  const path = await until(() => files.found(folder, [name, `${name}.png`]), patience.exportMs);
  if (!path) throw new PanelError("no_frame", { frame });
  return { path, frame };
}

/** @param {{frame: number}} order @returns {Promise<{frame: number}>} where the playhead is then */
async function reveal(order) {
  const { sequence } = await host.active();
  const perFrame = await host.perFrameOf(sequence);
  await sequence.setPlayerPosition(tick(time.ticksAt(order.frame, perFrame)));
  const again = (await host.active()).sequence;
  return { frame: time.frameAt(BigInt((await again.getPlayerPosition()).ticks), perFrame) };
}

module.exports = { grabFrame, reveal };
