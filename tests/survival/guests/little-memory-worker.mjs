// Inside workerd: each run is a request, in one isolate.
import { trapOnce } from "./little-memory.mjs";

export default { fetch: async (request) => Response.json(await trapOnce(await request.json())) };
