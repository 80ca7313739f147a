// Inside workerd: an order is a request. Its clock tells the time, unlike that of Cloudflare's network.
import { runCase } from "../case.mjs";

export default {
  async fetch(request) {
    return Response.json(await runCase(await request.json()));
  },
};
