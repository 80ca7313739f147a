// Where calls go: a region, or a workspace's own host in it. What a region lacks fails here, not there; nothing is sent.
import { PreflightError, Qwen } from "qwen-edge";

const regions = [
  { region: "singapore" },
  { region: "frankfurt", workspace: "ws-0123456789abcdef" }, // this region has hosts of workspaces only
];

for (const place of regions) {
  // A key works only in its own region.
  const qwen = new Qwen({ apiKey: process.env.DASHSCOPE_API_KEY ?? "sk-of-that-region", ...place });
  try {
    await qwen.ask({ documents: [new File(["Two years."], "contract.txt")], question: "How long?" });
  } catch (error) {
    if (!(error instanceof PreflightError)) throw error;
    console.log(`${place.region}: ${error.message}`);
  }
}
