// Inside workerd: an order is a request, as in a page. Its clock tells the time, unlike that of Cloudflare's network.
import { runAlone } from "../alone.mjs";
import { runCase } from "../case.mjs";

export default {
  async fetch(request) {
    const order = await request.json();
    return Response.json((await (order.contender ? runAlone(order) : runCase(order))) ?? null);
  },
};
