import { gatewayProcess } from "./guests/gateway.mjs";
import { deno } from "./programs.mjs";
import { reportGateway } from "./report-gateway.mjs";

reportGateway("Deno", gatewayProcess(deno, ["run", "--quiet", "--allow-net=127.0.0.1", "--allow-read", "--no-lock"]));
