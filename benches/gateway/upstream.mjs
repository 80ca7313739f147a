// The service, in a process of its own: whoever asks gets so many events, one every so many milliseconds. Prints its port.
import { once } from "node:events";
import { createServer } from "node:http";
import { argv } from "node:process";
import { body } from "../streams.mjs";

const [events, pause] = argv.slice(2).map(Number);
const pieces = new TextDecoder().decode(body("English", events)).split(/(?<=\n\n)/).map((piece) => Buffer.from(piece));

/** Answers under way, and how far each is. One timer for all: a thousand would be what is measured. */
const open = new Map();
setInterval(() => {
  for (const [response, at] of open) {
    if (at + 1 === pieces.length) open.delete(response);
    else open.set(response, at + 1);
    response[at + 1 === pieces.length ? "end" : "write"](pieces[at]);
  }
}, pause);

const http = createServer(async (request, response) => {
  for await (const _ of request); // to its end
  response.writeHead(200, { "content-type": "text/event-stream;charset=UTF-8" });
  response.socket?.setNoDelay(true);
  response.on("close", () => open.delete(response));
  open.set(response, 0);
});
http.listen({ port: 0, host: "127.0.0.1", backlog: 2048 });
await once(http, "listening");
console.log(http.address().port);
