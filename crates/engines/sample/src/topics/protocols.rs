//! Protocols: ordering, scaling, signatures and the networks below.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "MEV on shared sequencers",
        talks: [
            (
                "Who Ordered This Block?",
                "Twelve months of sequencing data, with the extraction traced back to five strategies.",
            ),
            (
                "Fair Ordering Has a Latency Bill",
                "Measuring three fair-ordering protocols under real traffic from two continents.",
            ),
            (
                "Auctions That Pay the User Back",
                "A mechanism that returns most extracted value, and the games that players found in it.",
            ),
        ],
        question: "Is All Extraction Theft?",
        why: "Whoever orders transactions can take a little from each of them, and a little from each is a great deal.",
        points: ["a public dataset of blocks", "a latency budget", "attacks on refund auctions"],
        tags: ["MEV", "sequencing"],
        korean: Abroad {
            subject: "공유 시퀀서와 MEV",
            talk: (
                "이 블록은 누가 줄 세웠는가",
                "열두 달 치 순서 기록에서 추출된 가치를 다섯 가지 전략으로 거슬러 올라갑니다.",
            ),
        },
        chinese: Abroad {
            subject: "共享排序器与 MEV",
            talk: ("这个区块由谁排序？", "十二个月的排序数据，将价值提取追溯到五种策略。"),
        },
    },
    Topic {
        subject: "post-quantum signatures",
        talks: [
            (
                "Migrating Forty Million Keys",
                "A plan for moving a live network to post-quantum signatures, with the costs per block.",
            ),
            (
                "Hash-Based Signatures in a Hardware Wallet",
                "Code size, signing time and battery life on two chips that people own.",
            ),
            (
                "Addresses That Are Already Exposed",
                "How many coins sit behind published keys, and what could be done for owners who do not answer.",
            ),
        ],
        question: "How Early Is Too Early to Migrate?",
        why: "Signatures published today can be attacked with tomorrow’s machines, and a migration takes a decade.",
        points: ["a migration timetable", "measurements on small chips", "a census of exposed keys"],
        tags: ["post-quantum", "signatures"],
        korean: Abroad {
            subject: "양자 내성 서명",
            talk: (
                "열쇠 사천만 개 옮기기",
                "운영 중인 네트워크를 양자 내성 서명으로 옮기는 계획과 블록당 비용을 제시합니다.",
            ),
        },
        chinese: Abroad {
            subject: "后量子签名",
            talk: ("迁移四千万把密钥", "将运行中的网络迁往后量子签名的计划，以及每个区块的成本。"),
        },
    },
    Topic {
        subject: "rollup exit games",
        talks: [
            (
                "Leaving a Rollup on a Bad Day",
                "We forced 500 withdrawals through the escape hatch of six rollups; four opened.",
            ),
            (
                "Proof Systems Fail Quietly",
                "Soundness bugs, how they were found, and why two provers are cheaper than one apology.",
            ),
            (
                "Seven Days Is a Policy, Not a Theorem",
                "Where the challenge period comes from and what shortening it would risk.",
            ),
        ],
        question: "Who Checks That the Exit Opens?",
        why: "A rollup inherits the security of its base layer only for those who can get back to it.",
        points: ["results for six networks", "a drill to run yourself", "a model for the challenge period"],
        tags: ["rollups", "security"],
        korean: Abroad {
            subject: "롤업 탈출 절차",
            talk: (
                "나쁜 날에 롤업을 떠나기",
                "롤업 여섯 곳의 비상구로 출금 오백 건을 밀어 넣어 보았더니 네 곳만 열렸습니다.",
            ),
        },
        chinese: Abroad {
            subject: "Rollup 退出机制",
            talk: (
                "在糟糕的一天离开 Rollup",
                "我们对六个 Rollup 的逃生通道强制发起五百次提款，其中四个顺利打开。",
            ),
        },
    },
    Topic {
        subject: "light clients",
        talks: [
            (
                "A Full Opinion on a Cheap Phone",
                "A light client that verifies consensus on a four-year-old handset with two megabytes a day.",
            ),
            (
                "Trusting the Checkpoint",
                "Where light clients get their first block from, and how to make that less embarrassing.",
            ),
            (
                "Bridges Without Guardians",
                "Using light-client proofs between two unlike chains, in production since spring.",
            ),
        ],
        question: "Why Does Nearly Everybody Still Trust a Server?",
        why: "A network that only servers can verify is a database with an expensive ritual.",
        points: ["bandwidth and battery figures", "a checkpoint procedure", "bridge design notes"],
        tags: ["light clients", "verification"],
        korean: Abroad {
            subject: "경량 클라이언트",
            talk: (
                "값싼 전화기에서 스스로 확인하기",
                "네 해 된 전화기에서 하루 이 메가바이트로 합의를 검증하는 경량 클라이언트를 만들었습니다.",
            ),
        },
        chinese: Abroad {
            subject: "轻客户端",
            talk: ("廉价手机上的独立判断", "一款轻客户端，在四年前的手机上每天用两兆流量验证共识。"),
        },
    },
    Topic {
        subject: "state growth",
        talks: [
            (
                "The Attic of the Ledger",
                "Half of all state has not been touched for three years; proposals for what to do with it.",
            ),
            (
                "Archive Nodes on a Student Budget",
                "Keeping full history on second-hand disks, with a co-operative of eleven universities.",
            ),
            (
                "Rent, Expiry and the Politics of Deleting",
                "What happened in three networks that tried to charge for storage.",
            ),
        ],
        question: "Should a Ledger Be Allowed to Forget?",
        why: "Every entry is kept by everybody for ever, and nobody was asked to pay for that.",
        points: ["a survey of cold state", "hardware lists with prices", "lessons from storage fees"],
        tags: ["state", "storage"],
        korean: Abroad {
            subject: "상태 데이터의 증가",
            talk: (
                "원장의 다락방",
                "전체 상태의 절반이 삼 년 동안 한 번도 쓰이지 않았습니다. 그것을 어떻게 할지에 대한 제안입니다.",
            ),
        },
        chinese: Abroad {
            subject: "状态膨胀",
            talk: ("账本的阁楼", "一半的状态数据三年无人触碰，该如何处置？"),
        },
    },
    Topic {
        subject: "cross-chain messaging",
        talks: [
            (
                "Messages Lost at Sea",
                "A taxonomy of 90 bridge incidents by what was believed and should not have been.",
            ),
            (
                "Idempotent, Ordered, Delivered: Pick Two",
                "What message passing between chains can learn from forty years of queues.",
            ),
            (
                "Rate Limits Saved the Bridge",
                "A small counter, a large theft prevented, and the debate that nearly removed it.",
            ),
        ],
        question: "Can a Bridge Ever Be Boring?",
        why: "A bridge is the point at which two sets of assumptions meet, and attackers read both.",
        points: ["an incident catalogue", "patterns from message queues", "defaults for rate limits"],
        tags: ["bridges", "interoperability"],
        korean: Abroad {
            subject: "체인 간 메시지",
            talk: (
                "바다에서 사라진 메시지",
                "브리지 사고 아흔 건을, 믿지 말았어야 할 무엇을 믿었는가에 따라 나누었습니다.",
            ),
        },
        chinese: Abroad {
            subject: "跨链消息",
            talk: ("消失在海上的消息", "九十起跨链桥事故的分类：当时相信了什么不该相信的。"),
        },
    },
    Topic {
        subject: "formal verification of contracts",
        talks: [
            (
                "Proving the Boring Parts",
                "How a team of four verified a lending contract and left the interesting parts to review.",
            ),
            (
                "Specifications That Bankers Can Sign",
                "Writing invariants in a language that both a prover and a product owner accept.",
            ),
            (
                "What the Prover Did Not Say",
                "Three verified contracts that failed anyway, and the assumption behind each.",
            ),
        ],
        question: "Is Verification Worth It for a Small Team?",
        why: "A proof shows that the code meets the specification; the losses come from the distance between that and the wish.",
        points: ["a specification style", "effort in person-days", "assumptions to write down"],
        tags: ["formal methods", "smart contracts"],
        korean: Abroad {
            subject: "계약의 정형 검증",
            talk: (
                "지루한 부분 증명하기",
                "네 사람이 대출 계약을 검증하고, 흥미로운 부분은 검토에 맡긴 경험을 나눕니다.",
            ),
        },
        chinese: Abroad {
            subject: "合约形式化验证",
            talk: ("证明那些乏味的部分", "四人团队如何验证一份借贷合约，并把有趣的部分留给评审。"),
        },
    },
];
