import { gatewayProcess } from "./guests/gateway.mjs";
import { reportGateway } from "./report-gateway.mjs";

reportGateway("Node", gatewayProcess(() => process.execPath));
