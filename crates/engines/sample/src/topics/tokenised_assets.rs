//! Tokenised assets: bonds, funds, buildings, invoices and what stands behind them.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "tokenised bonds",
        talks: [
            (
                "A Bond From Mandate to Maturity",
                "The full life of a three-year note on a public ledger, including the coupon that arrived late.",
            ),
            (
                "What the Paying Agent Does Now",
                "Roles that vanished, roles that stayed, and one that nobody had expected.",
            ),
            (
                "Secondary Markets for Bonds Nobody Trades",
                "Liquidity in tokenised notes, measured honestly over eighteen months.",
            ),
        ],
        question: "Has Tokenisation Made Bonds Cheaper to Issue?",
        why: "Issuing a bond on a ledger saves days; whether it saves money depends on whom the law still requires.",
        points: ["a cost table by role", "documents that can be reused", "liquidity figures without varnish"],
        tags: ["bonds", "issuance"],
        korean: Abroad {
            subject: "토큰 증권 채권",
            talk: (
                "위임장에서 만기까지",
                "공개 원장에서 발행한 삼 년 만기 채권의 일생을, 늦게 도착한 이자까지 따라가 봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "代币化债券",
            talk: ("一只债券从委任到到期", "公共账本上一只三年期票据的完整一生，包括那笔迟到的利息。"),
        },
    },
    Topic {
        subject: "property registers",
        talks: [
            (
                "The Land Registry Says No, Politely",
                "Four attempts to record title on a ledger, and what each registrar taught us.",
            ),
            ("Fractions of a Building, Whole Repairs", "How 212 co-owners agreed on a new roof."),
            ("Notaries and Nodes", "A working model in which the notary signs and the ledger remembers."),
        ],
        question: "Should Land Titles Ever Be Tokens?",
        why: "A title is worth what a court will enforce, so the register and the token must never disagree.",
        points: [
            "a legal model that survived review",
            "voting rules for co-owners",
            "an account of what failed",
        ],
        tags: ["property", "registers"],
        korean: Abroad {
            subject: "부동산 등기",
            talk: ("건물은 조각, 수리는 통째로", "공동 소유자 이백열두 명이 새 지붕에 합의한 이야기입니다."),
        },
        chinese: Abroad {
            subject: "不动产登记",
            talk: ("一栋楼的碎片与一次完整的维修", "两百一十二位共有人如何就新屋顶达成一致。"),
        },
    },
    Topic {
        subject: "money-market fund tokens",
        talks: [
            (
                "A Fund Share as Collateral at Midnight",
                "Pledging fund tokens around the clock, and the valuation question at the heart of it.",
            ),
            (
                "Net Asset Value Every Ten Minutes",
                "An engineer’s account of pricing a fund far more often than its lawyers liked.",
            ),
            (
                "Transfer Agents Write Software",
                "How a back office became a protocol team without losing its licence.",
            ),
        ],
        question: "Are Fund Tokens Money?",
        why: "Fund shares behave like cash until the moment when everybody wants the cash.",
        points: [
            "a pricing pipeline with controls",
            "haircuts by hour of the day",
            "lessons for transfer agents",
        ],
        tags: ["funds", "collateral"],
        korean: Abroad {
            subject: "머니마켓펀드 토큰",
            talk: (
                "자정의 담보, 펀드 지분",
                "펀드 토큰을 밤낮없이 담보로 맡길 때 핵심이 되는 가치 평가 문제를 다룹니다.",
            ),
        },
        chinese: Abroad {
            subject: "货币基金代币",
            talk: ("午夜时分的抵押品", "全天候质押基金代币，以及其核心的估值难题。"),
        },
    },
    Topic {
        subject: "invoice financing",
        talks: [
            (
                "Ninety Days Is Too Long for a Bakery",
                "Small-business invoices as tokens: default rates, recoveries and the human in the middle.",
            ),
            (
                "One Invoice, Three Lenders",
                "Detecting double financing across competing platforms without sharing client lists.",
            ),
            (
                "Credit Scores From Delivery Notes",
                "What logistics data says about who will pay, tested on 80,000 invoices.",
            ),
        ],
        question: "Who Carries the Risk When an Invoice Is Not Paid?",
        why: "Small firms fail for want of cash, not of customers, and invoices are the cash that they are owed.",
        points: [
            "default figures by sector",
            "a protocol against double financing",
            "contract terms that held",
        ],
        tags: ["trade finance", "small business"],
        korean: Abroad {
            subject: "매출채권 금융",
            talk: (
                "빵집에 구십 일은 너무 길다",
                "소상공인 매출채권을 토큰으로 만들었을 때의 부도율과 회수율, 그리고 그 사이에 선 사람의 이야기입니다.",
            ),
        },
        chinese: Abroad {
            subject: "应收账款融资",
            talk: ("九十天对面包店太久", "小企业票据代币化：违约率、回收率，以及居中的那个人。"),
        },
    },
    Topic {
        subject: "corporate actions on-chain",
        talks: [
            (
                "A Dividend Is Eleven Messages",
                "Mapping one corporate action from board resolution to wallet, and deleting seven steps.",
            ),
            (
                "Voting With Proof and Without a Postal Deadline",
                "Shareholder votes at three listed companies, run twice and compared.",
            ),
            (
                "Splits, Mergers and the Missing Standard",
                "Why every platform invents its own corporate actions, and a proposal to stop.",
            ),
        ],
        question: "Will Shareholders Vote More if It Is Easy?",
        why: "Issuing is the part that everybody demonstrates; the years of events afterwards are where the work lies.",
        points: ["a message map", "results from three votes", "a draft standard open for comment"],
        tags: ["corporate actions", "standards"],
        korean: Abroad {
            subject: "온체인 권리 행사",
            talk: (
                "배당은 전문 열한 통",
                "이사회 결의에서 지갑까지, 권리 행사 하나를 지도로 그리고 일곱 단계를 지웠습니다.",
            ),
        },
        chinese: Abroad {
            subject: "链上公司行动",
            talk: ("一次分红等于十一条报文", "从董事会决议到钱包，绘制一次公司行动的全图，并删去七个步骤。"),
        },
    },
    Topic {
        subject: "fund administration",
        talks: [
            (
                "Closing the Books While the Market Is Open",
                "Administration for funds that never close, with controls that auditors accept.",
            ),
            (
                "Ten Spreadsheets and a Ledger",
                "Replacing the reconciliation folder of a small fund house, one tab at a time.",
            ),
            (
                "Investor Onboarding in Four Languages",
                "What broke, what helped, and why the Thai form was the best one.",
            ),
        ],
        question: "What Is Left for the Administrator to Do?",
        why: "Behind every elegant token stands somebody with a spreadsheet who makes the numbers agree.",
        points: ["a control matrix", "onboarding forms to reuse", "an honest estimate of savings"],
        tags: ["funds", "back office"],
        korean: Abroad {
            subject: "펀드 사무 관리",
            talk: (
                "스프레드시트 열 장과 원장 하나",
                "작은 운용사의 대조 폴더를 탭 하나씩 걷어 낸 기록입니다.",
            ),
        },
        chinese: Abroad {
            subject: "基金行政管理",
            talk: ("市场开着，账要关", "为永不休市的基金做行政管理，并让审计师认可其控制。"),
        },
    },
    Topic {
        subject: "commodity warehouses",
        talks: [
            (
                "Is the Copper Still There?",
                "Sensors, inspectors and warehouse receipts: a field test in Busan and Rotterdam.",
            ),
            (
                "Grain, Gold and the Problem of Weight",
                "How physical loss enters a digital register without an argument.",
            ),
            (
                "The Receipt Is the Asset",
                "Electronic warehouse receipts under the new model law, explained with a real dispute.",
            ),
        ],
        question: "Can a Sensor Replace an Inspector?",
        why: "A token for a tonne of metal is a claim on a door, a lock and the person who has the key.",
        points: [
            "a field protocol for inspections",
            "rules for weight loss",
            "reading list on electronic receipts",
        ],
        tags: ["commodities", "provenance"],
        korean: Abroad {
            subject: "원자재 창고",
            talk: (
                "구리는 아직 거기 있는가",
                "감지기와 검사원, 창고 증권을 부산과 로테르담에서 시험했습니다.",
            ),
        },
        chinese: Abroad {
            subject: "大宗商品仓库",
            talk: ("铜还在那里吗？", "传感器、检验员与仓单：在釜山与鹿特丹的实地测试。"),
        },
    },
];
