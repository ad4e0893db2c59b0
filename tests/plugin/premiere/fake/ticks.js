// SPDX-License-Identifier: Apache-2.0
// Premiere's time: whole ticks, 254016000000 to the second, as BigInt. Every rate and every sample of 48 kHz is exact in them.
"use strict";

const SECOND = 254016000000n;

/** Ticks of one frame at a rate given as "24000/1001" or "25". Throws on a rate that isn't whole in ticks. */
function ticksPerFrame(rate) {
  const [over, under] = String(rate)
    .split("/")
    .map((part) => BigInt(part));
  const ticks = SECOND * (under || 1n);
  if (ticks % over !== 0n) throw new Error(`a rate that ticks can't count: ${rate}`);
  return ticks / over;
}

/** A number of samples as ticks, to the nearest one. */
function ticksOfSamples(samples, sampleRate) {
  return (BigInt(samples) * SECOND + BigInt(sampleRate) / 2n) / BigInt(sampleRate);
}

/** The nearest multiple of a frame. */
function nearest(ticks, frame) {
  const half = frame / 2n;
  return ticks >= 0n ? ((ticks + half) / frame) * frame : -(((-ticks + half) / frame) * frame);
}

/** The last multiple of a frame that isn't later. */
function floor(ticks, frame) {
  const rest = ((ticks % frame) + frame) % frame;
  return ticks - rest;
}

/** Frames where they are whole, else the ticks as text: what a test reads. */
function frames(ticks, frame) {
  return ticks % frame === 0n ? Number(ticks / frame) : `${ticks} ticks`;
}

module.exports = { SECOND, ticksPerFrame, ticksOfSamples, nearest, floor, frames };
