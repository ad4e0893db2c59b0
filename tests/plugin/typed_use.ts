// SPDX-License-Identifier: Apache-2.0
// How a panel uses the client: this must type-check, and what is marked must not.
import { AiprodClient, pair, pictureUrl, AiprodError, PROTOCOL, type JobView, type News } from "../../plugins/shared/aiprod-client.js";
async function main(): Promise<void> {
  const { panel, token, port } = await pair({ code: "ABCDEFGH", program: "Premiere 26.3" });
  const client = new AiprodClient({ token, panel, port, onState: (state, error?: AiprodError) => { void state; void error; } });
  const hello = await client.connect();
  const can: string[] = hello.capabilities;
  const ordered = await client.generate({ brief: "A cat.", duration: 8, lang: "fr" });
  const job: JobView = await client.watch(ordered.job.id, { previews: true, encoding: "base64" }, (news: News) => { void pictureUrl(news); });
  if (job.state === "delivered") await client.films.edit({ film: ordered.film, change: { kind: "line", line: "s1-l1", text: "Oui." } });
  await client.films.edit({ film: ordered.film, change: { kind: "undo" } });
  const list = await client.jobs.list({ states: ["queued"] });
  const n: number = list.jobs[0].created_at;
  const m: Record<string, number> = (await client.server.health()).jobs;
  void n; void m; void can; void PROTOCOL.operations["jobs.list"].mutates;
  // @ts-expect-error no such state
  await client.jobs.list({ states: ["asleep"] });
  // @ts-expect-error the film is missing
  await client.films.get({});
  // @ts-expect-error no such kind of change
  await client.films.edit({ film: "x", change: { kind: "explode" } });
  client.close();
}
void main();
