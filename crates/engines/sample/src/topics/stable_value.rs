//! Stable value: reserves, pegs, redemption and who is left holding the paper.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "stablecoin reserves",
        talks: [
            (
                "Counting the Reserves on a Sunday",
                "Daily attestation when banks are closed: what can be proved, and what remains trust.",
            ),
            (
                "Eleven Reserve Reports, Read Closely",
                "A forensic reader’s guide to maturity tables, footnotes and the word “equivalents”.",
            ),
            (
                "Proofs of Reserve That Include the Debts",
                "An audit design that commits to liabilities as well, with figures from two issuers.",
            ),
        ],
        question: "What Is a Reserve Worth on the Worst Day?",
        why: "A reserve is only as good as the hour in which it can be sold, and most reports do not mention hours.",
        points: [
            "a checklist for reading reserve reports",
            "how to commit to liabilities",
            "questions for the custodian bank",
        ],
        tags: ["reserves", "transparency"],
        korean: Abroad {
            subject: "스테이블코인 준비금",
            talk: (
                "일요일에 준비금 세기",
                "은행이 쉬는 날의 일일 증명에서 무엇을 입증할 수 있고 무엇이 믿음으로 남는지 살펴봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "稳定币储备",
            talk: ("细读十一份储备报告", "一份审慎读者指南：期限表、脚注，以及“等价物”三个字。"),
        },
    },
    Topic {
        subject: "redemption under stress",
        talks: [
            (
                "The Longest Weekend",
                "How one issuer redeemed a fifth of its supply in 61 hours and stayed open.",
            ),
            (
                "Queues, Gates and Fairness",
                "What a fair redemption queue looks like when everybody arrives at once.",
            ),
            (
                "Stress Tests for People Who Redeem",
                "Simulating a run with real order books, borrowed from three years of public data.",
            ),
        ],
        question: "Should Redemption Ever Pause?",
        why: "Everybody can redeem on a quiet Tuesday; the design is tested by the one morning when all of them try.",
        points: [
            "a simulation to run on your own figures",
            "rules for a fair queue",
            "what to say to holders, and when",
        ],
        tags: ["redemption", "stress testing"],
        korean: Abroad {
            subject: "위기 속의 상환",
            talk: (
                "가장 길었던 주말",
                "발행량의 오분의 일을 예순한 시간 만에 상환하고도 문을 닫지 않은 발행사의 기록입니다.",
            ),
        },
        chinese: Abroad {
            subject: "压力下的赎回",
            talk: ("最漫长的周末", "一家发行方如何在六十一小时内赎回五分之一的流通量而不关门。"),
        },
    },
    Topic {
        subject: "won-denominated stablecoins",
        talks: [
            (
                "A Won That Travels",
                "Design choices for a won stablecoin under foreign-exchange law, explained for visitors.",
            ),
            (
                "Small Currencies, Large Spreads",
                "Why market makers shun won pairs after midnight, and what changed their minds.",
            ),
            (
                "Issuing in Won: A Bank’s Notebook",
                "The account structure, the reporting duties and the first hundred days.",
            ),
        ],
        question: "Does Every Currency Need Its Own Stablecoin?",
        why: "A stablecoin in a small currency competes with the dollar twice: once for users and once for liquidity.",
        points: [
            "the legal frame in one diagram",
            "liquidity figures by hour",
            "what foreign issuers may and may not do",
        ],
        tags: ["won", "regulation"],
        korean: Abroad {
            subject: "원화 스테이블코인",
            talk: (
                "길 떠나는 원화",
                "외국환 법제 아래에서 원화 스테이블코인을 설계할 때의 갈림길을 하나씩 짚어 봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "韩元稳定币",
            talk: ("小币种，大价差", "做市商为何在午夜后回避韩元交易对，又是什么让他们改变了主意。"),
        },
    },
    Topic {
        subject: "overcollateralised designs",
        talks: [
            (
                "Liquidations at Three in the Morning",
                "How auctions behaved in the five worst hours of the past three years.",
            ),
            (
                "Choosing Collateral by Who Else Holds It",
                "Correlation is not in the price history but in the list of holders.",
            ),
            (
                "The Keeper’s View",
                "Running a liquidation bot as a small business: costs, ethics, and a bad December.",
            ),
        ],
        question: "Is Overcollateralised Money Too Expensive to Keep?",
        why: "The safest design on paper ties up the most capital, and capital has other places to go.",
        points: ["a dataset of auctions", "a measure for shared exposure", "parameters that survived"],
        tags: ["collateral", "liquidations"],
        korean: Abroad {
            subject: "초과 담보 설계",
            talk: (
                "새벽 세 시의 청산",
                "지난 삼 년 동안 가장 나빴던 다섯 시간에 경매가 어떻게 움직였는지 살펴봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "超额抵押设计",
            talk: ("凌晨三点的清算", "过去三年最糟的五个小时里，拍卖机制表现如何。"),
        },
    },
    Topic {
        subject: "tokenised deposits",
        talks: [
            (
                "Deposits That Move at Night",
                "A consortium of seven banks lets deposits settle after hours; the rules fit on two pages.",
            ),
            (
                "Deposit Tokens and Deposit Insurance",
                "Where the guarantee ends when a deposit leaves the bank that made it.",
            ),
            (
                "One Bank’s Token in Another Bank’s Vault",
                "Interbank acceptance without a common issuer: design, law, and a failed first attempt.",
            ),
        ],
        question: "Deposit, E-Money or Stablecoin: Does the Holder Care?",
        why: "A tokenised deposit looks the same on every screen and is a different promise at every bank.",
        points: [
            "a rule book on two pages",
            "insurance questions with answers",
            "lessons from a failed start",
        ],
        tags: ["banks", "deposits"],
        korean: Abroad {
            subject: "예금 토큰",
            talk: (
                "밤에 움직이는 예금",
                "은행 일곱 곳이 영업시간 뒤에도 예금을 결제하게 한 두 쪽짜리 규칙을 소개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "代币化存款",
            talk: ("夜间流动的存款", "七家银行组成的联盟让存款在营业时间之外结算，规则只有两页。"),
        },
    },
    Topic {
        subject: "peg mechanics",
        talks: [
            ("Anatomy of a Three-Cent Wobble", "Forty minutes of trading, reconstructed message by message."),
            (
                "Who Defends the Peg When Nobody Is Paid To?",
                "Arbitrage capacity as a public good, measured across nine venues.",
            ),
            (
                "Early Signs That a Peg Will Break",
                "Eight indicators tested on seventeen failures and forty survivors.",
            ),
        ],
        question: "Is a Peg a Promise or a Price?",
        why: "A peg holds because a few firms find it profitable to defend, and it fails on the day that they do not.",
        points: [
            "indicators worth watching",
            "a timeline method for incidents",
            "how to measure arbitrage capacity",
        ],
        tags: ["pegs", "market structure"],
        korean: Abroad {
            subject: "가격 고정 장치",
            talk: ("삼 센트 흔들림의 해부", "사십 분의 거래를 메시지 단위로 다시 짜 맞추어 봅니다."),
        },
        chinese: Abroad {
            subject: "锚定机制", talk: ("三美分波动剖析", "逐条消息重建四十分钟的交易过程。")
        },
    },
    Topic {
        subject: "payroll in stablecoins",
        talks: [
            (
                "Payday in Nineteen Countries",
                "A cooperative pays 340 members in the currency they choose; the tax office came to visit.",
            ),
            ("When Wages Are a Token", "What labour law says about payment in kind, from Manila to Milan."),
            (
                "Volatility Stops at the Payslip",
                "Hedging, rounding and exchange-rate evidence for a payroll run.",
            ),
        ],
        question: "Should Anybody Be Paid in Stablecoins?",
        why: "Wages are the most protected payment in law and the least forgiving of mistakes.",
        points: ["a checklist for employers", "evidence of exchange rates", "what to tell employees"],
        tags: ["payroll", "labour law"],
        korean: Abroad {
            subject: "스테이블코인 급여",
            talk: (
                "열아홉 나라의 월급날",
                "조합원 삼백사십 명에게 저마다 고른 통화로 급여를 주었더니, 세무서에서 찾아왔습니다.",
            ),
        },
        chinese: Abroad {
            subject: "稳定币薪酬",
            talk: ("十九个国家的发薪日", "一家合作社用成员自选的货币向三百四十人发薪，随后税务局登门拜访。"),
        },
    },
];
