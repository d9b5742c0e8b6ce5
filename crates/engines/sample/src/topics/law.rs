//! Law, tax, accounting and the courts.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "travel-rule messages",
        talks: [
            (
                "Unhosted, Unknown, Unanswered",
                "A compliance desk’s log of 10,000 travel-rule messages, sorted by how they failed.",
            ),
            (
                "Four Protocols, One Counterparty",
                "Making competing message networks talk without sending names into the void.",
            ),
            (
                "Proportionate Checks for Small Transfers",
                "A risk model that regulators in two countries agreed to test.",
            ),
        ],
        question: "Is the Travel Rule Catching Anybody?",
        why: "The duty to pass on names assumes that somebody trustworthy is listening at the other end.",
        points: ["statistics on failed messages", "a routing design", "wording for counterparties"],
        tags: ["travel rule", "compliance"],
        korean: Abroad {
            subject: "트래블 룰",
            talk: (
                "답이 오지 않은 만 통의 전문",
                "준법 감시 부서가 남긴 트래블 룰 전문 기록을 실패한 까닭에 따라 나누어 봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "旅行规则",
            talk: ("没有回音的一万条报文", "一个合规部门的旅行规则日志，按失败原因分类。"),
        },
    },
    Topic {
        subject: "evidence from ledgers in court",
        talks: [
            (
                "Explaining a Transaction to a Judge",
                "An expert witness on exhibits that helped, exhibits that hurt, and a very long afternoon.",
            ),
            (
                "Chain Analysis Under Cross-Examination",
                "Error rates, heuristics and what a fair report has to disclose.",
            ),
            (
                "Freezing Orders at Block Speed",
                "How three courts issue and serve injunctions on wallets whose owners are unknown.",
            ),
        ],
        question: "What Should a Court Believe?",
        why: "A ledger records that something happened; a court has to find out who did it and whether they meant to.",
        points: ["a structure for expert reports", "error rates that must be disclosed", "model orders"],
        tags: ["courts", "evidence"],
        korean: Abroad {
            subject: "법정에 선 원장 증거",
            talk: (
                "판사에게 거래를 설명하기",
                "도움이 된 증거와 해가 된 증거, 그리고 아주 길었던 어느 오후를 감정인이 이야기합니다.",
            ),
        },
        chinese: Abroad {
            subject: "法庭上的账本证据",
            talk: ("向法官解释一笔交易", "一位专家证人谈有用的证物、有害的证物，以及一个漫长的下午。"),
        },
    },
    Topic {
        subject: "accounting for digital assets",
        talks: [
            (
                "Fair Value on a Thin Market",
                "What to write in the notes when the last trade was nine days ago.",
            ),
            (
                "The Month-End Close, With Gas Fees",
                "A controller shows her chart of accounts and the errors that shaped it.",
            ),
            (
                "Impairment, Revaluation and the Board’s Patience",
                "Comparing three standards on one real portfolio.",
            ),
        ],
        question: "Do the Standards Describe What Companies Own?",
        why: "The accounts decide what a company may pay out, so a vague price is not a technical detail.",
        points: [
            "a chart of accounts to copy",
            "disclosure notes that auditors accepted",
            "a close calendar",
        ],
        tags: ["accounting", "reporting"],
        korean: Abroad {
            subject: "디지털 자산 회계",
            talk: (
                "거래가 드문 시장의 공정 가치",
                "마지막 거래가 아흐레 전이라면 주석에 무엇을 적어야 할까요?",
            ),
        },
        chinese: Abroad {
            subject: "数字资产会计",
            talk: ("交易稀薄时的公允价值", "最后一笔成交在九天前，附注里该写什么？"),
        },
    },
    Topic {
        subject: "tax reporting",
        talks: [
            (
                "A Tax Return for 14,000 Swaps",
                "Rebuilding cost basis from three dead exchanges and one shoebox.",
            ),
            (
                "The New Reporting Framework, Field by Field",
                "What platforms must collect from next year, and what can still go wrong.",
            ),
            (
                "Staking Income: Twelve Countries, Nine Answers",
                "A table you will want to photograph, with the cases behind it.",
            ),
        ],
        question: "Can Tax Rules Be Simple and Fair at Once?",
        why: "Most people want to pay what they owe and cannot find out how much that is.",
        points: ["a comparison table", "a method for missing records", "deadlines for platforms"],
        tags: ["tax", "reporting"],
        korean: Abroad {
            subject: "세무 신고",
            talk: (
                "교환 만 사천 건의 세금 신고",
                "문 닫은 거래소 셋과 구두 상자 하나에서 취득 원가를 되살렸습니다.",
            ),
        },
        chinese: Abroad {
            subject: "税务申报",
            talk: ("一万四千笔兑换的报税单", "从三家已倒闭的交易所和一个鞋盒里，重建成本基础。"),
        },
    },
    Topic {
        subject: "licensing across borders",
        talks: [
            (
                "Passporting, Equivalence and Other Words for No",
                "A practical map of where one licence counts in another country.",
            ),
            (
                "Sandbox Graduates, Five Years Later",
                "Of 63 firms that entered four sandboxes, who is still trading and why.",
            ),
            (
                "Writing Rules With the People Who Break Them",
                "A supervisor on consultation, enforcement and drinking coffee with founders.",
            ),
        ],
        question: "Would One Global Licence Help or Harm?",
        why: "A service that lives on the internet still has to be supervised by somebody with an office and a telephone.",
        points: ["a map of recognitions", "outcomes of sandboxes", "how to prepare for an inspection"],
        tags: ["licensing", "supervision"],
        korean: Abroad {
            subject: "국경을 넘는 인가",
            talk: (
                "규제 샌드박스 졸업생의 다섯 해",
                "네 샌드박스에 들어간 회사 예순세 곳 가운데 누가, 왜 아직 영업하고 있을까요?",
            ),
        },
        chinese: Abroad {
            subject: "跨境牌照",
            talk: ("沙盒毕业生，五年之后", "四个监管沙盒的六十三家企业，谁仍在经营，为什么？"),
        },
    },
    Topic {
        subject: "liability in decentralised organisations",
        talks: [
            ("Who Signed for the Software?", "A case study of a treasury vote, a bug and eleven defendants."),
            (
                "Wrappers: Foundations, Associations, Companies",
                "Choosing a legal form by what may go wrong rather than by tax.",
            ),
            (
                "Members, Users, Bystanders",
                "Three courts on who belongs to an organisation without a register.",
            ),
        ],
        question: "Is a Vote a Signature?",
        why: "When nobody is in charge, the law looks for the nearest person with an address.",
        points: ["a decision table for legal forms", "clauses on voting and liability", "case summaries"],
        tags: ["governance", "liability"],
        korean: Abroad {
            subject: "탈중앙 조직의 책임",
            talk: (
                "이 소프트웨어에 누가 서명했는가",
                "재무 안건 투표 하나와 결함 하나, 피고 열한 명이 나온 사건을 살펴봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "去中心化组织的责任",
            talk: ("谁为这段软件签了字", "一次金库投票、一个漏洞与十一名被告的案例。"),
        },
    },
    Topic {
        subject: "sanctions screening of wallets",
        talks: [
            ("The Cost of a False Match", "Measuring delay and distress when an honest payment is stopped."),
            (
                "How Many Hops Are Enough?",
                "Indirect exposure, tested against known cases with the outcome hidden.",
            ),
            (
                "Four Eyes on Every Decision",
                "A screening desk where software collects evidence and people decide.",
            ),
        ],
        question: "Where Does Exposure End?",
        why: "A list names people, a wallet does not, and everything between the two is judgement.",
        points: ["error rates by number of hops", "a form for decisions", "how to explain a refusal"],
        tags: ["sanctions", "screening"],
        korean: Abroad {
            subject: "지갑 제재 심사",
            talk: ("잘못 짚은 대가", "정직한 지급이 멈추었을 때의 지연과 마음고생을 재어 보았습니다."),
        },
        chinese: Abroad {
            subject: "钱包制裁筛查",
            talk: ("误报的代价", "衡量一笔正当付款被拦下时的延误与困扰。"),
        },
    },
];
