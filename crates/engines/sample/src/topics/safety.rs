//! Safety: people, wallets, audits, incidents and insurance.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "phishing of conference audiences",
        talks: [
            (
                "The Trading App in the Goody Bag",
                "How a polished download reached two thousand attendees, and the updater that came with it.",
            ),
            (
                "Fake Badges, Real Wallets",
                "A study of QR codes at six events: who printed them, who scanned them, what was lost.",
            ),
            (
                "Your Speaker Invitation Is a Trojan",
                "Three months of targeted messages to people on public programmes, collected and dissected.",
            ),
        ],
        question: "Are Events Doing Enough to Protect Their Guests?",
        why: "A conference gathers the owners of large wallets in one place, hands them downloads and tells the world when.",
        points: [
            "a checklist for organisers",
            "indicators seen in the field",
            "what to tell guests beforehand",
        ],
        tags: ["phishing", "events"],
        korean: Abroad {
            subject: "행사 참석자를 노린 피싱",
            talk: (
                "기념품 가방 속의 거래 앱",
                "말끔하게 만든 앱이 참석자 이천 명에게 퍼진 경로와, 함께 따라온 업데이트 프로그램을 추적합니다.",
            ),
        },
        chinese: Abroad {
            subject: "针对会议观众的钓鱼",
            talk: (
                "伴手礼袋里的交易软件",
                "一款精致的下载如何到达两千名与会者手中，以及随之而来的更新程序。",
            ),
        },
    },
    Topic {
        subject: "wallet transaction previews",
        talks: [
            (
                "What You See Is What You Sign, Nearly",
                "Testing the previews of 22 wallets against 300 malicious transactions.",
            ),
            ("Words for Danger", "A user study in four languages on which warnings people heed."),
            ("Simulation Is Not a Promise", "How attackers make a preview lie, and two defences that hold."),
        ],
        question: "Can a Warning Still Be Noticed?",
        why: "The last defence before a theft is a sentence on a small screen, read by somebody in a hurry.",
        points: [
            "a test suite of transactions",
            "wording that works in four languages",
            "limits of simulation",
        ],
        tags: ["wallets", "usability"],
        korean: Abroad {
            subject: "지갑의 거래 미리보기",
            talk: (
                "보이는 대로 서명한다, 거의",
                "지갑 스물두 종의 미리보기를 악성 거래 삼백 건으로 시험했습니다.",
            ),
        },
        chinese: Abroad {
            subject: "钱包交易预览",
            talk: ("所见几乎即所签", "用三百笔恶意交易测试二十二款钱包的预览功能。"),
        },
    },
    Topic {
        subject: "incident response",
        talks: [
            (
                "Forty Minutes Before the Statement",
                "A war-room diary: decisions, doubts and the message that went out too early.",
            ),
            (
                "White Hats at Four in the Morning",
                "Rescuing funds lawfully: coordination, evidence and who to ring.",
            ),
            ("Rehearsing the Worst Friday", "How to run a tabletop exercise that people ask to repeat."),
        ],
        question: "When Should Users Be Told?",
        why: "The first hour decides how much is lost, and it is the hour with the least information.",
        points: ["a call list and who keeps it", "an exercise with cards", "statements that aged well"],
        tags: ["incidents", "exercises"],
        korean: Abroad {
            subject: "사고 대응",
            talk: (
                "발표문까지 사십 분",
                "상황실 일지로 되짚는 결정과 망설임, 그리고 너무 일찍 나간 공지 하나에 대한 이야기입니다.",
            ),
        },
        chinese: Abroad {
            subject: "事件响应",
            talk: ("声明发布前的四十分钟", "作战室日记：决定、犹豫，以及一条发得太早的消息。"),
        },
    },
    Topic {
        subject: "audit reports",
        talks: [
            (
                "How to Read an Audit in Ten Minutes",
                "Scope, commit, exclusions and the sentence that matters most.",
            ),
            (
                "Findings That Came Back",
                "One in six serious findings returns in a later version; a study of 410 reports.",
            ),
            ("The Auditor’s Regrets", "Bugs I missed, why I missed them, and what changed in my method."),
        ],
        question: "What Is an Audit Supposed to Promise?",
        why: "“Audited” is printed on the front page; what was audited stands in a footnote on page nine.",
        points: ["a reading guide", "statistics from 410 reports", "clauses for the next contract"],
        tags: ["audits", "code review"],
        korean: Abroad {
            subject: "감사 보고서",
            talk: (
                "십 분 만에 감사 보고서 읽기",
                "범위와 커밋, 제외 사항, 그리고 가장 중요한 한 문장을 찾는 법을 알려 드립니다.",
            ),
        },
        chinese: Abroad {
            subject: "审计报告",
            talk: ("十分钟读懂一份审计报告", "范围、提交版本、除外事项，以及最重要的那句话。"),
        },
    },
    Topic {
        subject: "insurance for digital assets",
        talks: [
            (
                "What the Policy Did Not Cover",
                "Nine claims, read beside their policies, with the outcome of each.",
            ),
            (
                "Pricing a Risk Without a Past",
                "An actuary on sparse data, correlated failures and saying no.",
            ),
            ("Mutual Cover in a Storm", "How a members’ pool voted on a claim that would have emptied it."),
        ],
        question: "Is Anybody Really Insured?",
        why: "Insurance works when losses are independent, and in this field the same bug is often everywhere.",
        points: ["a policy reading list", "a model for correlated losses", "how claims are decided"],
        tags: ["insurance", "risk"],
        korean: Abroad {
            subject: "디지털 자산 보험",
            talk: ("보험이 덮지 않은 것", "보험금 청구 아홉 건을 약관과 나란히 읽고 결과를 살펴봅니다."),
        },
        chinese: Abroad {
            subject: "数字资产保险",
            talk: ("保单没有覆盖的部分", "九起理赔与保单对照阅读，以及各自的结局。"),
        },
    },
    Topic {
        subject: "dependency attacks on build pipelines",
        talks: [
            (
                "Four Hundred Packages From a Stranger",
                "Mapping what a typical wallet pulls in, and removing two thirds of it.",
            ),
            (
                "Reproducible Builds for People Who Ship on Fridays",
                "A team of six made every release verifiable in eleven weeks; here is the calendar.",
            ),
            (
                "The Maintainer Was Tired",
                "A takeover of a small library, told by the person who handed over the keys.",
            ),
        ],
        question: "Who Looks After the Code That Everybody Uses?",
        why: "Nobody breaks the signature scheme if they can have a small package updated instead.",
        points: ["a pruning method", "a build recipe", "ways to support maintainers"],
        tags: ["supply chain", "builds"],
        korean: Abroad {
            subject: "빌드 과정의 의존성 공격",
            talk: (
                "낯선 이가 만든 패키지 사백 개",
                "평범한 지갑이 끌어오는 것들을 지도로 그리고, 그 가운데 삼분의 이를 걷어 냈습니다.",
            ),
        },
        chinese: Abroad {
            subject: "构建流程的依赖攻击",
            talk: ("来自陌生人的四百个软件包", "梳理一款普通钱包引入的依赖，并移除其中三分之二。"),
        },
    },
    Topic {
        subject: "help for fraud victims",
        talks: [
            (
                "The Second Scam",
                "How recovery services rob victims again, and a reporting desk that gets there first.",
            ),
            (
                "Romance, Patience, Loss",
                "Interviews with 52 people who were befriended for months, and what would have helped.",
            ),
            (
                "Tracing Before the Weekend",
                "A police unit’s routine for the first 48 hours, and its rate of return.",
            ),
        ],
        question: "What Do We Owe to Victims?",
        why: "Behind every statistic on fraud is a person who has not yet told the family.",
        points: ["a script for first contact", "recovery figures", "organisations that really help"],
        tags: ["fraud", "victims"],
        korean: Abroad {
            subject: "사기 피해자 지원",
            talk: (
                "두 번째 사기",
                "피해 복구를 내세워 다시 빼앗는 수법과, 그보다 먼저 닿는 신고 창구를 소개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "诈骗受害者援助",
            talk: ("第二次骗局", "所谓追回服务如何再次洗劫受害者，以及一个抢先一步的举报台。"),
        },
    },
];
