//! Energy, hardware and the weather.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "heat reuse from mining",
        talks: [
            ("A Greenhouse in January", "Tomatoes, immersion tanks and the accounts of a winter in Gangwon."),
            (
                "District Heating by Hash",
                "A town of 4,000 heats its school with machines it does not own; the contract, explained.",
            ),
            (
                "Sixty Degrees Is the Magic Number",
                "Engineering notes on heat exchangers, corrosion and who wants lukewarm water.",
            ),
        ],
        question: "Is Reused Heat a Reason or an Excuse?",
        why: "All of the electricity that goes in comes out as heat, and most of it warms the sky.",
        points: ["temperatures and yields", "a contract with a municipality", "a bill of materials"],
        tags: ["mining", "heat"],
        korean: Abroad {
            subject: "채굴 폐열 재활용",
            talk: ("일월의 온실", "토마토와 액침 수조, 그리고 강원도에서 보낸 겨울의 손익을 공개합니다."),
        },
        chinese: Abroad {
            subject: "矿机余热利用",
            talk: ("一月的温室", "番茄、浸没式冷却槽，以及江原道一个冬天的账目。"),
        },
    },
    Topic {
        subject: "carbon registers",
        talks: [
            (
                "One Tonne, Counted Once",
                "Connecting five carbon registers so that a credit cannot retire twice.",
            ),
            (
                "Satellites Disagree With the Forester",
                "What happens when remote sensing and field plots differ, and who wins.",
            ),
            (
                "Credits With a Birth Certificate",
                "Provenance from the measurement onwards, on a register run by a co-operative.",
            ),
        ],
        question: "Can a Register Make a Credit Honest?",
        why: "A ledger can prevent a tonne from being sold twice; it cannot tell whether the tonne exists.",
        points: ["a protocol between registers", "field data with errors", "questions for buyers"],
        tags: ["carbon", "registers"],
        korean: Abroad {
            subject: "탄소 배출권 등록부",
            talk: ("일 톤은 한 번만 센다", "배출권이 두 번 소각되지 않도록 등록부 다섯 곳을 이었습니다."),
        },
        chinese: Abroad {
            subject: "碳登记簿",
            talk: ("一吨，只计一次", "连接五个碳登记簿，使同一份额度不会被注销两次。"),
        },
    },
    Topic {
        subject: "grid flexibility",
        talks: [
            (
                "Switched Off in Four Seconds",
                "A mining site as a reserve for the grid operator, with a year of dispatch logs.",
            ),
            (
                "Paid to Do Nothing",
                "The tariff design behind interruptible load, and the incentives it gets wrong.",
            ),
            (
                "Curtailment Is a Resource",
                "Mapping where wind is thrown away, hour by hour, and what could use it.",
            ),
        ],
        question: "Does Flexible Load Help the Neighbours?",
        why: "A grid has to balance every second, and a load that can vanish is worth more than it consumes.",
        points: ["dispatch data", "tariff traps", "a siting method"],
        tags: ["grid", "demand response"],
        korean: Abroad {
            subject: "전력망 유연성",
            talk: (
                "사 초 만에 꺼지는 공장",
                "채굴장을 전력망의 예비력으로 쓴 한 해의 급전 기록을 공개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "电网灵活性",
            talk: ("四秒钟关机", "一座矿场作为电网备用，附全年调度记录。"),
        },
    },
    Topic {
        subject: "secure element design",
        talks: [
            (
                "Opening the Chip",
                "Laser, glitch and patience: what a lab needs to break three popular signing devices.",
            ),
            (
                "An Open Secure Element, Two Tape-Outs Later",
                "Progress, yield and a bug in the random-number generator.",
            ),
            (
                "Supply Chains for Secrets",
                "Proving that the device in your hand is the device that left the factory.",
            ),
        ],
        question: "Can Open Hardware Be Trusted Sooner?",
        why: "All the mathematics ends in a chip that somebody else made in a place that you have not seen.",
        points: ["lab costs per attack", "a verification routine for owners", "tape-out lessons"],
        tags: ["hardware", "secure elements"],
        korean: Abroad {
            subject: "보안 칩 설계",
            talk: (
                "칩을 열다",
                "널리 쓰이는 서명 장치 세 종을 깨는 데 실험실에 필요한 것은 레이저와 글리치, 그리고 인내심이었습니다.",
            ),
        },
        chinese: Abroad {
            subject: "安全芯片设计",
            talk: ("打开芯片", "激光、故障注入与耐心：实验室攻破三款常见签名设备需要什么。"),
        },
    },
    Topic {
        subject: "recycling of mining hardware",
        talks: [
            (
                "Where Old Machines Go",
                "Following 1,200 retired miners through four countries with trackers inside.",
            ),
            (
                "Repair Manuals Nobody Wanted to Publish",
                "A community of technicians documents what vendors would not.",
            ),
            (
                "Second Lives in School Laboratories",
                "Turning control boards into teaching kits, 40 schools so far.",
            ),
        ],
        question: "Who Pays for the Last Mile of a Machine?",
        why: "A machine that earns for three years leaves a pile of metal that lasts for three hundred.",
        points: ["tracking results", "repair guides", "a kit list for schools"],
        tags: ["recycling", "hardware"],
        korean: Abroad {
            subject: "채굴 장비 재활용",
            talk: ("낡은 장비가 가는 곳", "추적기를 넣은 퇴역 장비 천이백 대를 따라 네 나라를 지났습니다."),
        },
        chinese: Abroad {
            subject: "矿机回收",
            talk: ("旧机器的去向", "在一千二百台退役矿机中放入追踪器，跟随它们穿越四个国家。"),
        },
    },
    Topic {
        subject: "energy accounting for networks",
        talks: [
            (
                "Watts per What?",
                "Choosing a denominator for energy figures that is honest about what a network does.",
            ),
            (
                "Metering a Network From the Outside",
                "Error bars for estimates of consumption, and how to halve them.",
            ),
            (
                "Disclosure Rules, First Year",
                "What 48 firms reported under the new rules, compared with what we measured.",
            ),
        ],
        question: "Which Number Should Journalists Print?",
        why: "A single figure for energy use travels round the world while its error bars stay at home.",
        points: ["a method with error bars", "a comparison of disclosures", "a note for the press"],
        tags: ["energy", "measurement"],
        korean: Abroad {
            subject: "네트워크 에너지 회계",
            talk: ("무엇당 와트인가", "네트워크가 하는 일을 정직하게 드러내는 분모를 골라 봅니다."),
        },
        chinese: Abroad {
            subject: "网络能耗核算",
            talk: ("每“什么”多少瓦？", "为能耗数字选择一个诚实的分母。"),
        },
    },
    Topic {
        subject: "solar microgrids with metered tokens",
        talks: [
            (
                "Selling Sunshine to the Neighbour",
                "Peer-to-peer tariffs on four islands, with three years of meter data.",
            ),
            ("Batteries Have Owners", "Sharing storage in a village: rules, quarrels and the third version."),
            (
                "When the Network Is Down, the Light Stays On",
                "Meters that settle later, and how much they may trust.",
            ),
        ],
        question: "Do Villages Need a Token to Share Power?",
        why: "Where the main grid ends, trust between neighbours is the only infrastructure there is.",
        points: ["three years of data", "rules in plain words", "a design for offline meters"],
        tags: ["microgrids", "islands"],
        korean: Abroad {
            subject: "태양광 소규모 전력망",
            talk: ("이웃에게 햇볕 팔기", "네 섬의 이웃 간 요금제와 계량 자료 세 해 치를 보여 드립니다."),
        },
        chinese: Abroad {
            subject: "太阳能微电网",
            talk: ("把阳光卖给邻居", "四座岛屿的点对点电价，附三年电表数据。"),
        },
    },
];
