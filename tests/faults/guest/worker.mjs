// Inside workerd: each row is a request of its own, all in one isolate.
import { leftovers, runRow } from "./row.mjs";

export default {
  async fetch(request) {
    const row = await request.json();
    return Response.json(row ? await runRow(row) : leftovers());
  },
};
