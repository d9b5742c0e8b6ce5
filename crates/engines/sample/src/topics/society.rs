//! Society, games, culture and learning.

use super::{Abroad, Topic};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        subject: "economies in online games",
        talks: [
            (
                "Inflation in a Kingdom of Sheep",
                "A game economist on sinks, faucets and the month when everything cost double.",
            ),
            ("Players Are Not Investors", "Why we removed the market from our game and kept the players."),
            (
                "Items That Outlive Their Game",
                "Portable inventories across three studios: the art, the licences and the grief.",
            ),
        ],
        question: "Does Ownership Make Games Better?",
        why: "Games have run closed currencies for thirty years and have learnt things that issuers are learning again.",
        points: ["an inflation dashboard", "licence terms for items", "signs that speculation has won"],
        tags: ["games", "economics"],
        korean: Abroad {
            subject: "온라인 게임 경제",
            talk: (
                "양들의 왕국에 닥친 인플레이션",
                "게임 경제학자가 재화의 출구와 입구, 그리고 모든 값이 두 배가 된 달을 이야기합니다.",
            ),
        },
        chinese: Abroad {
            subject: "网络游戏经济",
            talk: ("绵羊王国的通货膨胀", "一位游戏经济学家谈资源的出口与入口，以及一切涨价一倍的那个月。"),
        },
    },
    Topic {
        subject: "royalties for artists",
        talks: [
            (
                "Twelve Cents for a Song, at Once",
                "Splitting royalties at the moment of play, with 3,400 musicians on board.",
            ),
            (
                "The Resale Right Meets the Marketplace",
                "A European right, a global market and a workable compromise.",
            ),
            (
                "Photographs, Consent and Receipts",
                "A licensing trail for archive pictures that a newspaper can check in seconds.",
            ),
        ],
        question: "Who Should Enforce a Royalty?",
        why: "An artist is paid last and told least, and no ledger changes that on its own.",
        points: ["split sheets to copy", "figures from 3,400 accounts", "contract wording"],
        tags: ["art", "royalties"],
        korean: Abroad {
            subject: "예술가의 저작권료",
            talk: (
                "노래 한 곡에 십이 센트, 그 자리에서",
                "음악가 삼천사백 명과 함께 재생하는 순간 저작권료를 나누었습니다.",
            ),
        },
        chinese: Abroad {
            subject: "艺术家版税",
            talk: ("一首歌十二美分，即刻到账", "在播放瞬间分配版税，已有三千四百位音乐人加入。"),
        },
    },
    Topic {
        subject: "financial literacy in schools",
        talks: [
            (
                "Teaching Scarcity With Paper Clips",
                "A lesson for twelve-year-olds that needs no computer, tested in 90 classes.",
            ),
            (
                "What Teenagers Already Know",
                "A survey of 6,000 pupils, and the three beliefs that cost them money.",
            ),
            (
                "A Curriculum Without a Sponsor",
                "How to write about money for schools and keep the industry out of the room.",
            ),
        ],
        question: "Should Schools Teach About Tokens?",
        why: "Young people meet speculation on their phones years before anybody explains interest to them.",
        points: ["a lesson plan", "survey results", "rules on sponsorship"],
        tags: ["education", "young people"],
        korean: Abroad {
            subject: "학교의 금융 교육",
            talk: (
                "종이 클립으로 배우는 희소성",
                "컴퓨터 없이 하는 열두 살 수업을 아흔 학급에서 시험했습니다.",
            ),
        },
        chinese: Abroad {
            subject: "学校金融教育",
            talk: ("用回形针教稀缺", "一堂不需要电脑的课，面向十二岁孩子，已在九十个班级试讲。"),
        },
    },
    Topic {
        subject: "community currencies",
        talks: [
            (
                "The Neighbourhood That Prints Its Own",
                "Six years of a local currency, told through the corner shops that accept it.",
            ),
            (
                "Care Hours as Money",
                "A time bank for elderly care with 11,000 members, and what an hour is worth.",
            ),
            (
                "After the Grant Ran Out",
                "Which community currencies survive their funders, and what they have in common.",
            ),
        ],
        question: "Is Local Money a Club or a Currency?",
        why: "Money that stays in a place does different work from money that only passes through.",
        points: ["circulation figures", "membership rules", "a plan for the day after the grant"],
        tags: ["local currency", "co-operatives"],
        korean: Abroad {
            subject: "지역 화폐",
            talk: ("돈을 스스로 찍는 동네", "골목 가게들의 이야기로 되짚는 지역 화폐 여섯 해의 기록입니다."),
        },
        chinese: Abroad {
            subject: "社区货币",
            talk: ("自己发钞的街区", "一种地方货币的六年，由接受它的街角小店讲述。"),
        },
    },
    Topic {
        subject: "open-source funding",
        talks: [
            (
                "Paying for Water Pipes",
                "Funding rounds for dull and vital software, compared by what still works two years on.",
            ),
            ("Quadratic Funding, Seven Rounds Later", "Collusion, fatigue and the rounds that did well."),
            (
                "The Grant Report Nobody Reads",
                "A shorter form that maintainers fill in and donors understand.",
            ),
        ],
        question: "Who Pays for the Commons?",
        why: "The software that everybody stands on is kept by people who do it after work.",
        points: ["outcomes by kind of funding", "a one-page report form", "signs of collusion"],
        tags: ["open source", "public goods"],
        korean: Abroad {
            subject: "오픈 소스 기금",
            talk: (
                "수도관에 돈 내기",
                "지루하지만 없으면 안 되는 소프트웨어를 위한 기금들을, 두 해 뒤에도 돌아가는 것이 무엇인지로 견주어 봅니다.",
            ),
        },
        chinese: Abroad {
            subject: "开源资助",
            talk: ("为水管付钱", "比较各类资助：两年之后，还有什么在运转？"),
        },
    },
    Topic {
        subject: "journalism about markets",
        talks: [
            (
                "Reporting Without Moving the Price",
                "Rules of one newsroom on holdings, timing and the word “plunge”.",
            ),
            (
                "Leaked Ledgers",
                "How 40 reporters in 23 countries worked through a public chain as if it were a leak.",
            ),
            (
                "Corrections Are a Feature",
                "A study of how fast errors spread in market news, and how slowly they are mended.",
            ),
        ],
        question: "Should Reporters Own What They Cover?",
        why: "A single headline can move more value than most thefts, and headlines are written in minutes.",
        points: ["a newsroom code", "methods for ledger research", "correction statistics"],
        tags: ["journalism", "ethics"],
        korean: Abroad {
            subject: "시장 보도",
            talk: (
                "가격을 움직이지 않는 보도",
                "보유 자산과 보도 시점, ‘폭락’이라는 낱말에 대한 어느 편집국의 규칙을 소개합니다.",
            ),
        },
        chinese: Abroad {
            subject: "市场报道",
            talk: ("不撼动价格的报道", "一间编辑部关于持仓、时机与“暴跌”一词的规则。"),
        },
    },
    Topic {
        subject: "voting in large communities",
        talks: [
            ("Eleven Per Cent Turned Up", "Participation in 1,900 community votes, and what raised it."),
            (
                "Delegates, Burnout and Term Limits",
                "Three communities reformed delegation; two of them are glad.",
            ),
            (
                "A Jury Drawn by Lot",
                "Sortition for treasury decisions, tried with 60 volunteers over a winter.",
            ),
        ],
        question: "Do More Votes Make Better Decisions?",
        why: "A vote that few attend is decided by those with the most to gain from it.",
        points: ["turnout data", "rules for delegates", "a guide to drawing lots"],
        tags: ["governance", "voting"],
        korean: Abroad {
            subject: "큰 공동체의 투표",
            talk: ("열에 하나만 왔다", "공동체 투표 천구백 건의 참여율과 그것을 끌어올린 방법을 살펴봅니다."),
        },
        chinese: Abroad {
            subject: "大型社区的投票",
            talk: ("只有百分之十一的人到场", "一千九百次社区投票的参与率，以及提高它的方法。"),
        },
    },
];
