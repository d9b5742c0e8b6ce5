//! Payments and settlement, from the village shop to the central bank.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "atomic settlement",
        talks: [
            (
                "Delivery Versus Payment, Finally at the Same Instant",
                "How two central securities depositories and a bank settle 40,000 trades a day without a settlement window.",
            ),
            (
                "The Price of Instant",
                "Atomic settlement frees collateral and starves netting; a model with numbers from four markets.",
            ),
            (
                "Rolling Back the Unrollable",
                "What the operations team does on the day that the final settlement was wrong.",
            ),
        ],
        question: "Do Markets Want to Settle at Once?",
        why: "Settling at once removes a risk that everybody knows and adds a need for cash that few have budgeted.",
        points: [
            "a liquidity model to try with your own flows",
            "legal finality in three jurisdictions",
            "an incident plan for wrong finality",
        ],
        tags: ["settlement", "liquidity"],
        korean: Abroad {
            subject: "원자적 결제",
            talk: (
                "즉시 결제의 값",
                "원자적 결제는 담보를 풀어 주지만 상계를 굶깁니다. 네 시장의 수치로 만든 모형을 보여 드립니다.",
            ),
        },
        chinese: Abroad {
            subject: "原子结算",
            talk: ("即时的代价", "原子结算释放抵押品，却让净额结算枯竭：基于四个市场数据的模型。"),
        },
    },
    Topic {
        subject: "remittance corridors",
        talks: [
            (
                "Incheon to Kathmandu in Eleven Seconds",
                "A licensed corridor on a public chain: fees, failure rates and who answers the phone.",
            ),
            (
                "The Last Mile Is a Shop With a Notebook",
                "Cash-out agents are where digital remittances succeed or stop; notes from 60 of them.",
            ),
            (
                "Remittance Prices, Measured Rather Than Advertised",
                "We sent 2,300 small payments through 31 corridors and kept every receipt.",
            ),
        ],
        question: "Why Does Sending Two Hundred Dollars Still Cost Six Per Cent?",
        why: "For the families at both ends, the fee is not a margin but a week’s groceries.",
        points: [
            "an open set of measured prices",
            "how agents manage their float",
            "rules that make small transfers dear",
        ],
        tags: ["remittances", "inclusion"],
        korean: Abroad {
            subject: "해외 송금 경로",
            talk: (
                "인천에서 카트만두까지 십일 초",
                "공개 체인 위의 인가받은 송금 경로가 치르는 수수료와 실패율, 그리고 전화를 받는 사람에 대한 이야기입니다.",
            ),
        },
        chinese: Abroad {
            subject: "侨汇通道",
            talk: ("最后一公里是一家带账本的小店", "数字汇款成败系于兑付网点，来自六十家网点的笔记。"),
        },
    },
    Topic {
        subject: "retail CBDC pilots",
        talks: [
            (
                "Nobody Asked for a Second Wallet",
                "Findings from a retail pilot with 18,000 households, including the ones that left after a week.",
            ),
            (
                "Offline Payments on an Island Without a Signal",
                "Secure elements, spending limits and a ferry that carries the reconciliation.",
            ),
            (
                "Designing a Pilot That Is Allowed to Fail",
                "How to write success criteria before the minister has announced success.",
            ),
        ],
        question: "What Would a Retail Pilot Have to Show?",
        why: "A pilot that cannot fail teaches nothing, and most are announced as successes before the first payment.",
        points: [
            "criteria to set before the start",
            "what merchants asked for",
            "how to end a pilot with dignity",
        ],
        tags: ["central banks", "pilots"],
        korean: Abroad {
            subject: "소매용 중앙은행 디지털화폐 시범 사업",
            talk: (
                "두 번째 지갑은 아무도 원하지 않았다",
                "가구 만 팔천 곳이 참여한 시범 사업의 결과를, 일주일 만에 떠난 이들의 이야기까지 함께 전합니다.",
            ),
        },
        chinese: Abroad {
            subject: "零售型央行数字货币试点",
            talk: ("没有信号的小岛上的离线支付", "安全芯片、消费限额，以及一艘运送对账数据的渡轮。"),
        },
    },
    Topic {
        subject: "wholesale ledgers between central banks",
        talks: [
            (
                "Three Central Banks, One Ledger, No Common Holiday",
                "Running a shared ledger across calendars, cut-off times and languages.",
            ),
            (
                "Governance Before Throughput",
                "Why our cross-border prototype spent fourteen months on a rule book and three on code.",
            ),
            (
                "Reading the Ledger Across the Border",
                "What each supervisor may see, and how the cryptography follows the treaty.",
            ),
        ],
        question: "Who Runs a Ledger That Belongs to Several States?",
        why: "The technology for a shared ledger exists; the question of whose court decides does not have an answer yet.",
        points: [
            "a template for governance",
            "how to split visibility by treaty",
            "the costs of running day and night",
        ],
        tags: ["central banks", "cross-border"],
        korean: Abroad {
            subject: "중앙은행 간 도매 원장",
            talk: (
                "세 중앙은행, 하나의 원장, 겹치지 않는 휴일",
                "달력과 마감 시각, 언어가 다른 기관들이 원장을 함께 운영하는 법을 다룹니다.",
            ),
        },
        chinese: Abroad {
            subject: "央行间批发账本",
            talk: ("先谈治理，再谈吞吐", "我们的跨境原型为何花了十四个月写规则，只用三个月写代码。"),
        },
    },
    Topic {
        subject: "merchant acceptance",
        talks: [
            (
                "Six Hundred Shops, One Terminal",
                "What it took for a market street in Daegu to accept four stablecoins and still close the till at night.",
            ),
            (
                "Refunds Are Harder Than Payments",
                "A tour of chargebacks, partial refunds and exchange rates in a world of final transactions.",
            ),
            (
                "The Queue Is the Benchmark",
                "Measuring payment methods by how long the person behind you has to wait.",
            ),
        ],
        question: "What Would Make a Shopkeeper Switch?",
        why: "Shops count seconds at the till and errors at closing time, and no whitepaper mentions either.",
        points: [
            "timings from real queues",
            "a design for refunds",
            "what accountants need by the end of the day",
        ],
        tags: ["merchants", "point of sale"],
        korean: Abroad {
            subject: "가맹점 결제",
            talk: (
                "가게 육백 곳, 단말기 하나",
                "대구의 한 시장 거리가 스테이블코인 네 종을 받으면서도 밤마다 계산을 맞추게 되기까지의 과정입니다.",
            ),
        },
        chinese: Abroad {
            subject: "商户收款",
            talk: ("退款比付款更难", "在不可逆交易的世界里，谈拒付、部分退款与汇率。"),
        },
    },
    Topic {
        subject: "programmable payments",
        talks: [
            (
                "Payments That Wait for the Crane",
                "Releasing freight payments on port events, and who is liable when the sensor lies.",
            ),
            (
                "Escrow for Ordinary People",
                "A rental deposit scheme that 9,000 tenants used without knowing what ran it.",
            ),
            ("Conditions Are Contracts", "Why we let lawyers write the tests for payment logic."),
        ],
        question: "Where Does a Payment End and a Contract Begin?",
        why: "Once a payment can carry a condition, somebody has to decide whether the condition was met.",
        points: [
            "patterns for conditions that can be disputed",
            "tests that lawyers can read",
            "where liability landed",
        ],
        tags: ["smart contracts", "escrow"],
        korean: Abroad {
            subject: "조건부 지급",
            talk: (
                "크레인을 기다리는 대금",
                "항만의 작업 기록에 맞추어 운임을 내어 주는 구조와, 센서가 거짓을 말할 때의 책임을 다룹니다.",
            ),
        },
        chinese: Abroad {
            subject: "可编程支付",
            talk: ("等待吊车的货款", "按港口作业事件释放运费，以及传感器出错时由谁负责。"),
        },
    },
    Topic {
        subject: "payment channel liquidity",
        talks: [
            (
                "Where the Liquidity Sleeps",
                "A year of routing data shows how much capital in payment channels never moves.",
            ),
            (
                "Routing Around Greed",
                "Fee strategies of 400 nodes, and the handful that earned their electricity.",
            ),
            (
                "Splicing for Small Operators",
                "Keep channels open, keep costs down: a practical guide for a community node.",
            ),
        ],
        question: "Can Small Nodes Still Earn Their Keep?",
        why: "A channel is a promise of liquidity, and most of that promise is in the wrong direction at the wrong time.",
        points: ["a rebalancing routine", "figures for a community node", "signs that a peer will vanish"],
        tags: ["payment channels", "routing"],
        korean: Abroad {
            subject: "결제 채널 유동성",
            talk: (
                "유동성이 잠든 곳",
                "한 해 치 경로 기록으로 결제 채널 속에서 한 번도 움직이지 않은 자본을 찾아봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "支付通道流动性",
            talk: ("流动性在哪里沉睡", "一年的路由数据显示，通道中有多少资金从未移动。"),
        },
    },
];
