//! Rooms, tracks and kinds of session.

use madang_interchange::model::{Kind, Room, Text, Track};

use crate::{conference::text, timetable::Pace};

/// Key, name in three languages, seats, and where it is in three languages. The largest comes first.
type RoomRow = (&'static str, [&'static str; 3], u32, [&'static str; 3]);

const ROOMS: [RoomRow; 16] = [
    (
        "grand-hall",
        ["Grand Hall", "대강당", "大礼堂"],
        2_200,
        [
            "Ground floor, straight ahead from the main entrance. Interpreted in three languages; receivers at the door.",
            "1층, 정문에서 바로 앞. 세 언어로 통역하며 수신기는 입구에서 나누어 드립니다.",
            "一层，正门直行。提供三种语言的同声传译，入口处领取接收器。",
        ],
    ),
    (
        "courtyard",
        ["Courtyard", "마당", "庭院"],
        1_200,
        [
            "The glass-roofed yard in the middle of the building. Receptions and the long evening are held here.",
            "건물 한가운데 유리 지붕 아래의 마당. 환영회와 긴 저녁이 여기서 열립니다.",
            "建筑中央的玻璃顶庭院，欢迎酒会与长夜聚会在此举行。",
        ],
    ),
    (
        "pine",
        ["Pine Hall", "소나무홀", "松厅"],
        640,
        ["First floor, at the top of the wide stairs.", "2층, 넓은 계단을 올라 정면.", "二层，宽楼梯尽头。"],
    ),
    (
        "crane",
        ["Crane Hall", "두루미홀", "鹤厅"],
        480,
        [
            "First floor, next to Pine Hall. Induction loop in the first eight rows.",
            "2층, 소나무홀 옆. 앞 여덟 줄에 보청기용 유도 루프가 있습니다.",
            "二层，松厅旁。前八排设有助听感应线圈。",
        ],
    ),
    (
        "lotus",
        ["Lotus Hall", "연꽃홀", "莲厅"],
        360,
        [
            "Ground floor, east wing, past the cloakroom.",
            "1층 동관, 물품 보관소를 지나서.",
            "一层东翼，过了衣帽间即到。",
        ],
    ),
    (
        "tide",
        ["Tide Room", "밀물실", "潮汐厅"],
        240,
        ["Second floor, with windows to the harbour.", "3층, 항구가 보이는 창가.", "三层，临窗可望港口。"],
    ),
    ("maple", ["Maple Room", "단풍실", "枫厅"], 180, ["Second floor, west wing.", "3층 서관.", "三层西翼。"]),
    (
        "lantern",
        ["Lantern Room", "등불실", "灯笼厅"],
        140,
        ["Second floor, west wing, opposite Maple Room.", "3층 서관, 단풍실 맞은편.", "三层西翼，枫厅对面。"],
    ),
    (
        "workshop-1",
        ["Workshop One", "공방 하나", "工坊一"],
        80,
        [
            "Third floor. Tables for eight with power at every seat.",
            "4층. 여덟 명이 앉는 탁자, 자리마다 전원이 있습니다.",
            "四层。八人长桌，每个座位均有电源。",
        ],
    ),
    (
        "workshop-2",
        ["Workshop Two", "공방 둘", "工坊二"],
        60,
        ["Third floor, next to the quiet room.", "4층, 조용한 방 옆.", "四层，静室旁。"],
    ),
    (
        "bridge",
        ["Bridge Room", "다리실", "桥厅"],
        160,
        [
            "Second floor, above the footbridge to the station.",
            "3층, 역으로 가는 육교 위.",
            "三层，通往车站的天桥上方。",
        ],
    ),
    (
        "harbour",
        ["Harbour Room", "항구실", "港厅"],
        120,
        ["Second floor, east wing.", "3층 동관.", "三层东翼。"],
    ),
    (
        "persimmon",
        ["Persimmon Room", "감나무실", "柿厅"],
        110,
        ["Third floor, facing the garden.", "4층, 정원 쪽.", "四层，面向花园。"],
    ),
    (
        "magpie",
        ["Magpie Room", "까치실", "鹊厅"],
        90,
        ["Third floor, by the lifts.", "4층, 승강기 옆.", "四层，电梯旁。"],
    ),
    (
        "library",
        ["Library", "서재", "书房"],
        70,
        [
            "Fourth floor. Please keep your voice down in the stacks.",
            "5층. 서가 사이에서는 목소리를 낮추어 주세요.",
            "五层。书架间请轻声交谈。",
        ],
    ),
    (
        "attic",
        ["Attic", "다락방", "阁楼"],
        50,
        [
            "Fifth floor, under the roof; lift to the fourth floor, then one flight of stairs or the platform lift.",
            "6층 지붕 아래. 5층까지 승강기, 그다음 계단 또는 휠체어 승강대.",
            "六层屋顶下。电梯至五层，再走一段楼梯或乘轮椅升降台。",
        ],
    ),
];

/// As many rooms as asked for; beyond those with a name of their own come numbered ones.
pub(crate) fn rooms(count: usize) -> Vec<Room> {
    let three = |words: [&str; 3]| text(words[0], words[1], words[2]);
    let named = ROOMS.iter().take(count).map(|(key, name, capacity, description)| Room {
        key: (*key).to_owned(),
        name: three(*name),
        guid: None,
        description: three(*description),
        capacity: Some(*capacity),
    });
    let numbered = (ROOMS.len()..count).map(|index| {
        let number = index - ROOMS.len() + 1;
        Room {
            key: format!("seminar-{number}"),
            name: text(
                &format!("Seminar Room {number}"),
                &format!("세미나실 {number}"),
                &format!("研讨室 {number}"),
            ),
            guid: None,
            description: text("Annexe, across the footbridge.", "육교 건너 별관.", "天桥对面的附楼。"),
            capacity: Some(40),
        }
    });
    named.chain(numbered).collect()
}

/// Key, names and colour. The colours are those of painted beam ends, dark enough to be read on paper.
const TRACKS: [(&str, [&str; 3], &str); 10] = [
    ("custody", ["Custody & Keys", "수탁과 키 관리", "托管与密钥"], "#2c5484"),
    ("payments", ["Payments & Settlement", "지급과 결제", "支付与结算"], "#2f6f5e"),
    ("stable-value", ["Stable Value", "스테이블코인", "稳定价值"], "#8a5a00"),
    ("tokenised-assets", ["Tokenised Assets", "자산 토큰화", "资产代币化"], "#6b3a6e"),
    ("law", ["Law, Tax & Accounts", "법과 세무, 회계", "法律、税务与会计"], "#6e4526"),
    ("identity", ["Identity & Privacy", "신원과 사생활", "身份与隐私"], "#1f6478"),
    ("protocols", ["Protocols", "프로토콜", "协议"], "#4a4a8c"),
    ("safety", ["Safety & Audits", "보안과 감사", "安全与审计"], "#b03a22"),
    ("energy", ["Energy & Hardware", "에너지와 하드웨어", "能源与硬件"], "#3b5e2b"),
    ("society", ["Society & Games", "사회와 게임", "社会与游戏"], "#9c2f4f"),
];

pub(crate) fn tracks() -> Vec<Track> {
    let track = |(key, name, colour): &(&str, [&str; 3], &str)| Track {
        key: (*key).to_owned(),
        name: text(name[0], name[1], name[2]),
        colour: Some((*colour).to_owned()),
    };
    TRACKS.iter().map(track).collect()
}

/// What a session is; in order of display.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Keynote,
    #[default]
    Talk,
    Panel,
    Workshop,
    Lightning,
    Fireside,
    Social,
}

impl Form {
    pub(crate) const ALL: [Self; 7] = [
        Self::Keynote,
        Self::Talk,
        Self::Panel,
        Self::Workshop,
        Self::Lightning,
        Self::Fireside,
        Self::Social,
    ];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Keynote => "keynote",
            Self::Talk => "talk",
            Self::Panel => "panel",
            Self::Workshop => "workshop",
            Self::Lightning => "lightning-talk",
            Self::Fireside => "fireside",
            Self::Social => "social",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Keynote => text("Keynote", "기조연설", "主题演讲"),
            Self::Talk => text("Talk", "발표", "演讲"),
            Self::Panel => text("Panel", "패널 토론", "圆桌讨论"),
            Self::Workshop => text("Workshop", "워크숍", "工作坊"),
            Self::Lightning => text("Lightning talk", "짧은 발표", "闪电演讲"),
            Self::Fireside => text("Fireside chat", "난롯가 대화", "炉边谈话"),
            Self::Social => text("Social", "친목 행사", "社交活动"),
        }
    }
}

pub(crate) fn kinds(pace: &Pace) -> Vec<Kind> {
    let kind = |form: Form| Kind {
        key: form.key().to_owned(),
        name: form.name(),
        duration_minutes: Some(pace.minutes(form)),
    };
    Form::ALL.into_iter().map(kind).collect()
}
