/** A document and two questions for a visitor with no file at hand. */
import { language, type Language } from "../i18n/index.js";

interface Sample {
  filename: string;
  text: string;
  questions: readonly string[];
}

const samples: Record<Language, Sample> = {
  en: {
    filename: "sample-lease.txt",
    questions: ["How many months' notice must the tenant give?", "What is the monthly rent, and when is it due?"],
    text: `Lease agreement for office space

Between Harbour Row Properties Ltd. ("the landlord") and Lantern Studio ("the tenant").

Section 1, The premises. The landlord lets the second floor of 14 Harbour Row, 212 square metres, with four parking spaces.

Section 2, Term. The lease begins on 1 March 2026 and runs for five years. It renews for one year at a time unless either side ends it in writing.

Section 3, Rent. The monthly rent is 6,480 euros. It is due on the third working day of each month. Heating and water are charged once a year by consumption.

Section 4, Deposit. The tenant pays a deposit of three months' rent before moving in. The landlord returns it within 60 days after the keys are handed back.

Section 5, Notice. The tenant may end the lease with six months' notice to the end of a quarter, for the first time after 24 months. The landlord must give twelve months' notice.

Section 6, Alterations. Walls, wiring and floors may be changed only with the landlord's consent in writing. Painting needs no consent.

Section 7, Subletting. The tenant may sublet up to one third of the floor space, after naming the subtenant to the landlord.
`,
  },
  "zh-CN": {
    filename: "示例租赁合同.txt",
    questions: ["承租人解除合同须提前几个月通知？", "每月租金是多少，何时支付？"],
    text: `办公用房租赁合同

出租人：港湾路置业有限公司。承租人：灯笼工作室。

第一条，租赁物。出租人将港湾路 14 号二层出租给承租人，建筑面积 212 平方米，附四个车位。

第二条，租期。租期自 2026 年 3 月 1 日起，共五年。期满后如双方均未书面提出终止，合同每次自动续期一年。

第三条，租金。每月租金为人民币 48,600 元，承租人应于每月第三个工作日前支付。暖气费和水费按实际用量每年结算一次。

第四条，押金。承租人入驻前支付相当于三个月租金的押金。归还钥匙后六十日内，出租人退还押金。

第五条，解除与通知。承租人可在租满二十四个月后解除合同，须提前六个月书面通知出租人。出租人解除合同须提前十二个月通知。

第六条，装修。改动墙体、线路和地面须经出租人书面同意；粉刷无须同意。

第七条，转租。承租人告知出租人次承租人的名称后，可转租不超过三分之一的面积。
`,
  },
};

/** The sample in the page's language. */
export function sampleFile(): File {
  const { filename, text } = samples[language()];
  return new File([text], filename, { type: "text/plain" });
}

/** What may be asked of it, in the page's language. */
export function sampleQuestions(): readonly string[] {
  return samples[language()].questions;
}
