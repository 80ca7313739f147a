import { gatewayProcess } from "./guests/gateway.mjs";
import { bun } from "./programs.mjs";
import { reportGateway } from "./report-gateway.mjs";

reportGateway("Bun", gatewayProcess(bun));
