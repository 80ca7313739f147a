import { gatewayWorker } from "./guests/gateway.mjs";
import { reportGateway } from "./report-gateway.mjs";

reportGateway("workerd", gatewayWorker);
