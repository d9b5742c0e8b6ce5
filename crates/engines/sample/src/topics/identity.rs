//! Identity and privacy.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "zero-knowledge credentials",
        talks: [
            (
                "Over Eighteen, and Nothing Else",
                "A credential in daily use at 200 shops: latency, support cases and a surprising queue.",
            ),
            ("Issuers Who Forget", "Designing credentials so that the issuer cannot follow the holder."),
            ("Revocation Without a Phone Call Home", "Four revocation schemes measured on phones from 2019."),
        ],
        question: "What Should a Verifier Never Learn?",
        why: "Every check of a document today reveals ten facts in order to establish one.",
        points: ["timings on old phones", "a threat model for issuers", "guidance for shops"],
        tags: ["zero knowledge", "credentials"],
        korean: Abroad {
            subject: "영지식 자격 증명",
            talk: (
                "만 십팔 세 이상, 그 밖에는 아무것도",
                "가게 이백 곳에서 날마다 쓰이는 자격 증명의 속도와 문의 사례를 공개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "零知识凭证",
            talk: ("年满十八，仅此而已", "两百家商店每天使用的凭证：延迟、客服个案与一次意外的排队。"),
        },
    },
    Topic {
        subject: "proof-of-personhood schemes",
        talks: [
            (
                "One Person, One Account, No Eyeballs",
                "A comparison of schemes that avoid biometrics, with attack costs in dollars.",
            ),
            (
                "Villages, Vouching and Sybils",
                "Social vouching tested in eleven communities that already know each other.",
            ),
            (
                "Counting People Without Naming Them",
                "Statistics for those who must size an audience and may not identify it.",
            ),
        ],
        question: "Do We Need to Prove That We Are Human?",
        why: "Fair distribution needs to count people, and every way of counting people can be turned on them.",
        points: ["attack costs per identity", "consent texts that people read", "schemes to avoid"],
        tags: ["personhood", "sybil resistance"],
        korean: Abroad {
            subject: "인격 증명",
            talk: (
                "한 사람에 계정 하나, 홍채는 없이",
                "생체 정보를 쓰지 않는 방식들을 공격 비용으로 견주어 봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "人格证明",
            talk: ("一人一账户，不扫虹膜", "比较不使用生物特征的方案，以美元衡量攻击成本。"),
        },
    },
    Topic {
        subject: "confidential transactions",
        talks: [
            (
                "Hidden Amounts, Honest Sums",
                "How a supervised payment system checks totals that it cannot see.",
            ),
            (
                "Viewing Keys in a Real Audit",
                "What the auditor asked for, what we gave, and what we will never give again.",
            ),
            (
                "Privacy Pools After Two Years",
                "Anonymity sets, withdrawal patterns and lawful use, from public data.",
            ),
        ],
        question: "Can Private Money Be Supervised?",
        why: "Nobody would publish a bank statement, yet that is what an ordinary public ledger does.",
        points: ["an audit protocol with viewing keys", "anonymity figures", "a summary of the law"],
        tags: ["privacy", "audit"],
        korean: Abroad {
            subject: "기밀 거래",
            talk: (
                "보이지 않는 금액, 정직한 합계",
                "감독을 받는 지급망이 볼 수 없는 총액을 확인하는 방법입니다.",
            ),
        },
        chinese: Abroad {
            subject: "机密交易",
            talk: ("隐藏的金额，诚实的总和", "受监管的支付系统如何核对它看不见的总额。"),
        },
    },
    Topic {
        subject: "reusable identity checks",
        talks: [
            (
                "Checked Once, Trusted Nine Times",
                "A shared onboarding scheme between nine firms, with the liability clause that made it work.",
            ),
            (
                "The Customer Carries the File",
                "Giving customers their own verification record, and what they did with it.",
            ),
            ("Expiry Dates for Trust", "How long a check stays true, estimated from 400,000 renewals."),
        ],
        question: "Who Pays for the Check That Others Use?",
        why: "The same passport is photographed forty times by forty firms, and stored forty times too.",
        points: ["a liability clause", "renewal statistics", "a format for portable files"],
        tags: ["onboarding", "compliance"],
        korean: Abroad {
            subject: "재사용하는 신원 확인",
            talk: (
                "한 번 확인하고 아홉 번 믿기",
                "회사 아홉 곳이 함께 쓰는 고객 확인 체계와 그것을 가능하게 한 책임 조항을 소개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "可复用的身份核验",
            talk: ("核验一次，信任九次", "九家机构共享的开户方案，以及使其成立的责任条款。"),
        },
    },
    Topic {
        subject: "refugee identity",
        talks: [
            (
                "Papers That Survive a River",
                "Identity records for people who had to leave theirs behind; lessons from three camps.",
            ),
            ("Consent Under Pressure", "What informed consent means when the alternative is no food card."),
            ("Leaving the System on Purpose", "Deletion, portability and dignity in humanitarian registers."),
        ],
        question: "Should Aid Ever Depend on a Ledger?",
        why: "A register that saves a family this year can betray it the next, when the government changes.",
        points: ["a protocol for deletion", "questions for donors", "field notes from three camps"],
        tags: ["humanitarian", "ethics"],
        korean: Abroad {
            subject: "난민의 신원",
            talk: (
                "강물에도 젖지 않는 서류",
                "신분증을 두고 떠나야 했던 사람들을 위한 기록, 난민 캠프 세 곳에서 배운 것들입니다.",
            ),
        },
        chinese: Abroad {
            subject: "难民身份",
            talk: ("渡河不湿的证件", "为不得不抛下证件的人建立身份记录：三座营地的经验。"),
        },
    },
    Topic {
        subject: "metadata leaks in wallets",
        talks: [
            (
                "Your Wallet Phones Home Eleven Times a Minute",
                "Network traces of 26 wallets, and the settings that quieten them.",
            ),
            (
                "Private Queries at Public Nodes",
                "Asking for a balance without saying whose, at a cost of forty milliseconds.",
            ),
            (
                "Fingerprints in Fee Choices",
                "How rounding habits identify wallet software, and how to blur them.",
            ),
        ],
        question: "Is Network Privacy the Wallet’s Job?",
        why: "The chain is public by design; the habits around it are made public by accident.",
        points: ["a test bench for wallets", "settings to change tonight", "costs of private queries"],
        tags: ["wallets", "network privacy"],
        korean: Abroad {
            subject: "지갑의 메타데이터 유출",
            talk: (
                "일 분에 열한 번 집에 전화하는 지갑",
                "지갑 스물여섯 종의 통신을 기록하고, 조용하게 만드는 설정을 찾았습니다.",
            ),
        },
        chinese: Abroad {
            subject: "钱包元数据泄露",
            talk: ("钱包每分钟“回家”十一次", "二十六款钱包的网络轨迹，以及让它们安静下来的设置。"),
        },
    },
    Topic {
        subject: "national digital identity",
        talks: [
            (
                "A Mobile Licence Meets a Wallet",
                "Connecting a national identity scheme to private wallets without a new database.",
            ),
            (
                "Four Governments, One Interface",
                "Interoperability tests between national schemes, including the one that failed politely.",
            ),
            ("Offline by Law", "Why our statute requires every digital document to work without a network."),
        ],
        question: "Should a State Issue Wallets?",
        why: "A state’s identity scheme outlives every phone, vendor and cabinet that had a part in it.",
        points: ["test results between schemes", "procurement clauses", "a design for offline use"],
        tags: ["digital government", "standards"],
        korean: Abroad {
            subject: "국가 디지털 신분증",
            talk: (
                "모바일 면허증, 지갑을 만나다",
                "새 데이터베이스 없이 국가 신분증 체계를 민간 지갑과 잇는 방법입니다.",
            ),
        },
        chinese: Abroad {
            subject: "国家数字身份",
            talk: ("法律规定的离线可用", "为何我们的法规要求每份数字证件都能在无网络时使用。"),
        },
    },
];
