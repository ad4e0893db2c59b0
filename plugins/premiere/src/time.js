// SPDX-License-Identifier: Apache-2.0
//
// Time, exactly. Premiere counts ticks, 254 016 000 000 a second, in which a frame of every rate is a whole number. Ticks are
// BigInt here (nine hours of them are more than a number holds), frames are numbers, rates are fractions.
"use strict";

const TICKS_PER_SECOND = 254016000000n;
/** Rates that people and hosts write rounded. @type {Record<string, [number, number]>} */
const ROUNDED = {
  "23.976": [24000, 1001],
  "23.98": [24000, 1001],
  "29.97": [30000, 1001],
  "47.952": [48000, 1001],
  "59.94": [60000, 1001],
  "119.88": [120000, 1001],
};

/** @typedef {{numerator: number, denominator: number}} Rate */

/** @param {bigint} a @param {bigint} b @returns {bigint} */
function gcd(a, b) {
  return b === 0n ? a : gcd(b, a % b);
}

/**
 * A rate from what a host or the engine writes: "24000/1001", "25", "23.976", 25.
 * @param {string | number} text @returns {Rate} Throws RangeError for what is no rate.
 */
function parseRate(text) {
  const written = String(text).trim();
  const rounded = ROUNDED[written.replace(/(\.\d*?)0+$/, "$1")];
  if (rounded) return { numerator: rounded[0], denominator: rounded[1] };
  const parts = /^(\d{1,7})(?:\/(\d{1,7}))?$/.exec(written.replace(/\.0*$/, ""));
  if (!parts) return decimalRate(written);
  return reduced(BigInt(parts[1]), BigInt(parts[2] || 1));
}

/** @param {string} written @returns {Rate} */
function decimalRate(written) {
  const parts = /^(\d{1,4})\.(\d{1,6})$/.exec(written);
  if (!parts) throw new RangeError(`${written} is not a rate`);
  const near = Object.values(ROUNDED).find(([n, d]) => Math.abs(n / d - Number(written)) < 0.0006);
  if (near) return { numerator: near[0], denominator: near[1] };
  return reduced(BigInt(parts[1] + parts[2]), 10n ** BigInt(parts[2].length));
}

/** @param {bigint} numerator @param {bigint} denominator @returns {Rate} */
function reduced(numerator, denominator) {
  if (numerator <= 0n || denominator <= 0n) throw new RangeError("a rate is more than nothing");
  const common = gcd(numerator, denominator);
  return { numerator: Number(numerator / common), denominator: Number(denominator / common) };
}

/** The rate of a timeline whose frames last so many ticks. @param {bigint} ticks @returns {Rate} */
function rateOfFrame(ticks) {
  return reduced(TICKS_PER_SECOND, ticks);
}

/** How many ticks a frame lasts. Throws RangeError where that is no whole number. @param {Rate} rate @returns {bigint} */
function ticksPerFrame(rate) {
  const ticks = TICKS_PER_SECOND * BigInt(rate.denominator);
  if (ticks % BigInt(rate.numerator) !== 0n) throw new RangeError(`${rateText(rate)} has no whole ticks`);
  return ticks / BigInt(rate.numerator);
}

/** @param {Rate} rate @returns {string} "24000/1001", "25" */
function rateText(rate) {
  return rate.denominator === 1 ? String(rate.numerator) : `${rate.numerator}/${rate.denominator}`;
}

/** As people say it: "23.976", "25". @param {Rate} rate @returns {string} */
function rateName(rate) {
  if (rate.denominator === 1) return String(rate.numerator);
  return (rate.numerator / rate.denominator).toFixed(3).replace(/0$/, "");
}

/** @param {Rate} left @param {Rate} right */
function sameRate(left, right) {
  return left.numerator * right.denominator === right.numerator * left.denominator;
}

/** The frame that a time lies in. @param {bigint} ticks @param {bigint} perFrame @returns {number} */
function frameAt(ticks, perFrame) {
  const frame = ticks / perFrame;
  return Number(ticks < 0n && ticks % perFrame !== 0n ? frame - 1n : frame);
}

/** The frame that a time is nearest to. @param {bigint} ticks @param {bigint} perFrame @returns {number} */
function nearestFrame(ticks, perFrame) {
  return frameAt(ticks + perFrame / 2n, perFrame);
}

/** @param {number} frame @param {bigint} perFrame @returns {bigint} */
function ticksAt(frame, perFrame) {
  return BigInt(frame) * perFrame;
}

/** The numbers that a second of timecode has: 24 at 23.976. @param {Rate} rate @returns {number} */
function nominal(rate) {
  return Math.round(rate.numerator / rate.denominator);
}

/** Whether timecode at this rate can drop numbers. @param {Rate} rate */
function canDrop(rate) {
  return rate.denominator === 1001 && nominal(rate) % 30 === 0;
}

/** Numbers left out before a frame: two a minute at 29.97, save every tenth. @param {number} frame @param {number} base */
function dropped(frame, base) {
  const lost = base / 15;
  const ten = base * 600 - 9 * lost;
  const rest = frame % ten;
  const minutes = rest >= lost ? Math.floor((rest - lost) / (base * 60 - lost)) : 0;
  return lost * (9 * Math.floor(frame / ten) + minutes);
}

/** @param {number} value */
function two(value) {
  return (value < 10 ? "0" : "") + value;
}

/**
 * A count of frames since midnight as timecode: "01:00:00:00", with dropped numbers "01:00:00;00".
 * @param {number} frame @param {Rate} rate @param {boolean} [drop] @returns {string}
 */
function timecode(frame, rate, drop) {
  const base = nominal(rate);
  const dropping = Boolean(drop) && canDrop(rate);
  const sign = frame < 0 ? "-" : "";
  const count = Math.abs(frame) + (dropping ? dropped(Math.abs(frame), base) : 0);
  const seconds = Math.floor(count / base);
  const hours = two(Math.floor(seconds / 3600) % 24);
  return `${sign}${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${dropping ? ";" : ":"}${two(count % base)}`;
}

/** Frames for a length in seconds: the nearest whole number, at least one. @param {number} seconds @param {Rate} rate */
function framesFor(seconds, rate) {
  return Math.max(1, Math.round((seconds * rate.numerator) / rate.denominator));
}

/** @param {number} frames @param {Rate} rate @returns {number} */
function secondsOf(frames, rate) {
  return (frames * rate.denominator) / rate.numerator;
}

module.exports = {
  TICKS_PER_SECOND,
  parseRate,
  rateOfFrame,
  ticksPerFrame,
  rateText,
  rateName,
  sameRate,
  frameAt,
  nearestFrame,
  ticksAt,
  nominal,
  canDrop,
  timecode,
  framesFor,
  secondsOf,
};
