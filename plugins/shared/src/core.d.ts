// SPDX-License-Identifier: Apache-2.0
//
// The types of core.js; `python -m aiprod.wire.generate` joins them with the messages into ../aiprod-client.d.ts.

/** An error of the engine, or of the way to it. `code` is for programs, `message`, `why` and `remedy` are for people. */
export class AiprodError extends Error {
  constructor(code: string, message: string, why?: string, remedy?: string);
  readonly code: string;
  readonly why: string;
  readonly remedy: string;
}

/** What a WebSocket has to offer; the host's own does. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((event?: { code?: number }) => void) | null;
  onerror: ((event?: unknown) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface SocketConstructor {
  new (url: string, protocols: string[]): SocketLike;
}

/** How the engine is reached. */
export interface Settings {
  /** 127.0.0.1, localhost or [::1]; nothing else is ever opened. */
  host?: "127.0.0.1" | "localhost" | "[::1]";
  /** The port of last time. */
  port?: number;
  /** Ports to try, instead of `port` and the engine's usual ones. */
  ports?: number[];
  /** For hosts without a WebSocket of their own. */
  WebSocket?: SocketConstructor;
  /** Random bytes, for hosts without `crypto.getRandomValues`. */
  random?: (count: number) => Uint8Array;
  /** How long a greeting may take, how often to ping, after which silence a connection counts as dead, how long an engine
   * that went away is waited for; milliseconds. */
  helloMs?: number;
  pingMs?: number;
  silenceMs?: number;
  patienceMs?: number;
}

export interface ClientSettings extends Settings {
  /** A paired panel's token, or the owner's. */
  token: string;
  /** The panel's id, if the token is a panel's. */
  panel?: string;
  /** Is told when the connection is there, was lost, is waited for, or was given up. */
  onState?: (state: "connected" | "lost" | "waiting" | "given up", error?: AiprodError) => void;
}

export interface PairingSettings extends Settings {
  /** The eight characters that the user was shown. */
  code: string;
  /** Which program this runs in, and its version. */
  program: string;
  panelVersion?: string;
}

/** A piece of news of a job. */
export interface News extends Omit<EventView, "cursor" | "job_id" | "at"> {
  cursor?: string;
  job_id?: string;
  at?: number;
  /** A preview's picture, where it was asked for in binary form. */
  image?: Uint8Array;
  /** The same, where it was asked for in base64. */
  base64?: string;
  /** How many previews were left out before this because this program was slow. */
  dropped?: number;
}

export interface Subscription {
  /** No more of this news. */
  close(): Promise<void>;
}

/** The engine, to be asked and watched. It connects, and connects again, by itself. */
export class AiprodClient extends Operations {
  constructor(settings: ClientSettings);
  /** Where the engine was found. */
  readonly port: number;
  /** The engine's greeting, while it is connected. */
  readonly hello: HelloFrame | null;
  /** Connect now, and say who the engine is. Requests do this by themselves. */
  connect(): Promise<HelloFrame>;
  /** Ask for anything in the table by its name. */
  call(operation: OperationName, request?: object): Promise<unknown>;
  /** Have news sent; `onEnd` is told when it can't go on. */
  subscribe(wish: Subscribe, onNews: (news: News) => void, onEnd?: (error: AiprodError) => void): Promise<Subscription>;
  /** Follow a job to its end; the result is the job, ended. */
  watch(jobId: string, wish?: Omit<Subscribe, "jobs">, onNews?: (news: News) => void): Promise<JobView>;
  /** Hang up. Jobs go on. */
  close(): void;
}

/** Trade a pairing code for a token. Keep the result for `AiprodClient`. */
export function pair(settings: PairingSettings): Promise<Paired & { port: number }>;
/** A picture that came with news, as a data URL for an <img>; "" where there is none. */
export function pictureUrl(news: News): string;
/** Refuse any address that is not this machine's. */
export function guardUrl(url: string): string;
/** What the engine must answer to a nonce. `key` is the owner's token, or the SHA-256 in hex of a panel's. */
export function prove(key: string, nonce: string, port: number): string;
export function sha256(bytes: Uint8Array): Uint8Array;
export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array;
export function hex(bytes: Uint8Array): string;
export function utf8(bytes: Uint8Array): string;
export function base64(bytes: Uint8Array): string;

/** What the two sides agree on. The whole contract is in protocol.json. */
export const PROTOCOL: {
  readonly protocol: number;
  readonly protocol_range: [number, number];
  readonly subprotocol: string;
  readonly token_prefix: string;
  readonly socket_path: string;
  readonly door_path: string;
  readonly preview_path: string;
  readonly candidate_ports: number[];
  readonly final: JobView["state"][];
  readonly operations: { [name in OperationName]: { mutates: boolean; idempotent: boolean } };
};
