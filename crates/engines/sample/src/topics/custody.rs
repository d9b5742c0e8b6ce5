//! Custody and keys: who holds them, how, and what happens when they are lost.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "key ceremonies",
        talks: [
            (
                "The Ceremony Took Nine Hours",
                "A minute-by-minute account of generating an exchange’s root keys in front of two auditors, and the three steps we would drop.",
            ),
            (
                "Witnesses, Faraday Bags and a Broken Printer",
                "What actually goes wrong when twelve people try to make one secret in a sealed room.",
            ),
            (
                "A Key Ceremony Script You Can Fork",
                "An open runbook with roles, checks and abort conditions, tested in five institutions.",
            ),
        ],
        question: "Who Should Be in the Room When Keys Are Made?",
        why: "Most institutions make their most valuable secret once, on one afternoon, following a document nobody has rehearsed.",
        points: [
            "a script that says what to do when a step fails",
            "how to record evidence without recording the secret",
            "which roles must never be held by one person",
        ],
        tags: ["key management", "operations"],
        korean: Abroad {
            subject: "키 생성식",
            talk: (
                "아홉 시간의 키 생성식",
                "거래소의 최상위 키를 두 감사인 앞에서 만든 하루를 분 단위로 되짚고, 다음에는 빼고 싶은 세 단계를 이야기합니다.",
            ),
        },
        chinese: Abroad {
            subject: "密钥生成仪式",
            talk: (
                "一场九小时的密钥仪式",
                "逐分钟回顾在两位审计师面前生成交易所根密钥的一天，以及下次会省去的三个步骤。",
            ),
        },
    },
    Topic {
        subject: "threshold signatures",
        talks: [
            (
                "Threshold Signing Across Three Time Zones",
                "How signers in Incheon, Nairobi and Lima approve a withdrawal in under a minute without anybody holding a key.",
            ),
            (
                "When a Share Goes Missing",
                "Refreshing shares while the desk keeps trading: the protocol, the paperwork and the phone calls.",
            ),
            (
                "Threshold Schemes Compared on Real Hardware",
                "Five signing protocols measured on the signers that banks actually buy, with and without a slow network.",
            ),
        ],
        question: "Has Threshold Signing Replaced the Hardware Module?",
        why: "Splitting a key is easy to explain and hard to operate: people leave, phones break, and the quorum has to be found at four in the morning.",
        points: [
            "figures for latency and failed rounds",
            "a procedure for staff who leave",
            "what an auditor will ask about shares",
        ],
        tags: ["multi-party computation", "signing"],
        korean: Abroad {
            subject: "문턱값 서명",
            talk: (
                "세 시간대를 잇는 문턱값 서명",
                "인천과 나이로비, 리마의 서명자가 누구도 키를 쥐지 않은 채 일 분 안에 출금을 승인하는 방법입니다.",
            ),
        },
        chinese: Abroad {
            subject: "门限签名",
            talk: (
                "跨越三个时区的门限签名",
                "仁川、内罗毕与利马的签署人如何在一分钟内批准提款，而无人持有完整密钥。",
            ),
        },
    },
    Topic {
        subject: "inheritance of wallets",
        talks: [
            (
                "The Executor Rang Us Twice",
                "Two real estates, one with a plan and one with a drawer full of paper, and what each cost the family.",
            ),
            (
                "Dead Man’s Switches That Do Not Go Off Early",
                "Time locks, guardians and the awkward question of proving that somebody is alive.",
            ),
            (
                "Inheritance Without a Lawyer in the Loop, and Why You Want One",
                "A comparison of self-executing schemes with what probate courts accept.",
            ),
        ],
        question: "Who May Open a Dead Person’s Wallet?",
        why: "Every self-custody tutorial ends before the chapter in which the reader dies.",
        points: [
            "a one-page letter for your heirs",
            "how time locks fail in practice",
            "questions to put to a notary",
        ],
        tags: ["self-custody", "inheritance"],
        korean: Abroad {
            subject: "지갑 상속",
            talk: (
                "유언집행자가 두 번 전화했다",
                "계획이 있던 유산과 서랍 속 종이뿐이던 유산, 두 사례가 가족에게 남긴 비용을 견줍니다.",
            ),
        },
        chinese: Abroad {
            subject: "钱包继承",
            talk: (
                "遗嘱执行人打来两次电话",
                "两份遗产，一份早有安排，一份只有满抽屉的纸条：家属各自付出了什么代价。",
            ),
        },
    },
    Topic {
        subject: "segregated client assets",
        talks: [
            (
                "Omnibus or Segregated: The Bill for Each",
                "Chain fees, reconciliation hours and insolvency risk of both models, from the books of a mid-sized custodian.",
            ),
            (
                "Reconciling a Million Addresses Before Breakfast",
                "How a nightly check that took eleven hours came down to nine minutes.",
            ),
            (
                "What the Liquidator Found",
                "Lessons from unwinding a custodian whose ledger and chain had drifted apart for three years.",
            ),
        ],
        question: "Does Segregation Protect Clients or Only Comfort Them?",
        why: "Client assets are safe in law only when the ledger, the chain and the contract tell the same story on the day of failure.",
        points: [
            "a reconciliation design that explains every difference",
            "clauses that held up in court",
            "the cost of segregation per client",
        ],
        tags: ["custody", "reconciliation"],
        korean: Abroad {
            subject: "고객 자산 분리 보관",
            talk: (
                "아침 식사 전에 주소 백만 개 대조하기",
                "열한 시간이 걸리던 야간 대조를 구 분으로 줄인 과정을 공개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "客户资产隔离",
            talk: ("清算人发现了什么", "一家托管机构的账本与链上记录偏离三年，清算过程留下的教训。"),
        },
    },
    Topic {
        subject: "withdrawal policies",
        talks: [
            (
                "Twelve Rules That Stopped a Theft",
                "The withdrawal policy of a treasury desk, rule by rule, and the one that caught the attacker.",
            ),
            (
                "Policy Engines You Can Read Aloud",
                "Writing approval rules so that the board, the auditor and the machine agree on what they say.",
            ),
            (
                "Slow Is a Feature",
                "Why we added a six-hour delay to large withdrawals and lost fewer customers than feared.",
            ),
        ],
        question: "How Much Friction Will Customers Accept?",
        why: "An attacker with valid credentials meets only one defence: the policy that says what valid credentials may do.",
        points: [
            "a small language for approvals",
            "delays that customers understand",
            "how to test a policy before it is needed",
        ],
        tags: ["policy", "treasury"],
        korean: Abroad {
            subject: "출금 정책",
            talk: (
                "도난을 막은 열두 가지 규칙",
                "어느 재무팀의 출금 정책을 규칙 하나하나 살펴보고, 침입자를 붙잡은 규칙을 소개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "提款策略",
            talk: ("慢，也是一种功能", "我们为何给大额提款加上六小时延迟，而流失的客户比预想的少。"),
        },
    },
    Topic {
        subject: "bank-grade hot wallets",
        talks: [
            (
                "Hot, Warm and Lukewarm",
                "A bank’s three-tier wallet design and the arithmetic behind how much sits in each.",
            ),
            (
                "Two Years of a Hot Wallet With Nothing in It",
                "Just-in-time funding keeps the online balance near zero; here is what it costs in fees and sleep.",
            ),
            (
                "Restoring a Hot Wallet From a Burning Data Centre",
                "A drill with the power cut for real, the findings and the revised plan.",
            ),
        ],
        question: "How Much Money Should Ever Be Online?",
        why: "The online balance is a bet on how fast one can react, placed long before anybody knows what will happen.",
        points: [
            "a formula for the online balance",
            "alerts that wake the right person",
            "a drill to repeat at home",
        ],
        tags: ["hot wallets", "operations"],
        korean: Abroad {
            subject: "은행급 핫 월렛",
            talk: (
                "비어 있는 핫 월렛으로 보낸 두 해",
                "필요한 순간에만 채우는 방식으로 온라인 잔액을 영에 가깝게 유지하며 치른 수수료와 밤잠을 이야기합니다.",
            ),
        },
        chinese: Abroad {
            subject: "银行级热钱包",
            talk: ("热、温与微温", "一家银行的三层钱包设计，以及决定每层余额的算式。"),
        },
    },
    Topic {
        subject: "social recovery",
        talks: [
            (
                "Five Guardians, Two Divorces",
                "What three years of support tickets say about asking friends to guard a wallet.",
            ),
            (
                "Recovery That Your Grandmother Would Use",
                "A field study with 140 people over seventy in Gangwon and Liguria.",
            ),
            (
                "Guardians as a Service: Promise and Small Print",
                "Reading the terms of nine recovery providers so that you need not.",
            ),
        ],
        question: "Can Friends Replace a Bank’s Help Desk?",
        why: "People lose phones far more often than they are robbed, yet most designs protect against the thief alone.",
        points: [
            "data on how recoveries really go",
            "wording that guardians understand",
            "limits that keep guardians honest",
        ],
        tags: ["recovery", "usability"],
        korean: Abroad {
            subject: "사회적 복구",
            talk: (
                "할머니도 쓰는 지갑 복구",
                "강원과 리구리아에서 일흔 살이 넘은 백사십 명과 함께한 현장 연구입니다.",
            ),
        },
        chinese: Abroad {
            subject: "社交恢复",
            talk: ("五位监护人，两次离婚", "三年的客服工单告诉我们，请朋友守护钱包意味着什么。"),
        },
    },
];
