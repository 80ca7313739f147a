// Inside workerd: each case is a request of its own, as in production.
import { runGuest } from "./guest.mjs";

export default {
  async fetch(request) {
    const { name, origin, runtime } = await request.json();
    return Response.json(await runGuest(name, { origin, runtime }));
  },
};
