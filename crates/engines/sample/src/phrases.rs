//! Patterns that English titles and texts are made of where no hand-written one is left.
//!
//! `{S}` is the topic in title case, `{s}` in lower case, `{C}` a city, `{n}` a number in words.

use crate::house::Form;

pub(crate) const CITIES: &[&str] = &[
    "Accra",
    "Almaty",
    "Antwerp",
    "Bogotá",
    "Busan",
    "Cebu",
    "Colombo",
    "Daejeon",
    "Dakar",
    "Da Nang",
    "Gdańsk",
    "Gwangju",
    "Helsinki",
    "Izmir",
    "Jeju",
    "Kigali",
    "Kraków",
    "Kyoto",
    "La Paz",
    "Lagos",
    "Ljubljana",
    "Medellín",
    "Mombasa",
    "Montevideo",
    "Muscat",
    "Nairobi",
    "Oaxaca",
    "Osaka",
    "Penang",
    "Porto",
    "Pune",
    "Riga",
    "Rotterdam",
    "Sapporo",
    "Surabaya",
    "Taichung",
    "Tallinn",
    "Tbilisi",
    "Thessaloniki",
    "Tunis",
    "Ulsan",
    "Valparaíso",
    "Zadar",
];

pub(crate) const NUMBERS: &[&str] =
    &["three", "four", "five", "six", "seven", "eight", "nine", "eleven", "twelve", "fifteen", "eighteen"];

pub(crate) fn titles(form: Form) -> &'static [&'static str] {
    match form {
        Form::Panel => &[
            "Who Is Responsible for {S}?",
            "{S}: Where Do We Agree?",
            "The Next Five Years of {S}",
            "{S}, Seen From {C}",
            "{S}: What Should Be a Rule?",
            "Half a Consensus on {S}",
        ],
        Form::Workshop => &[
            "Hands On: {S}",
            "{S}: Bring a Laptop",
            "{S}, Step by Step",
            "An Afternoon With {S}",
            "{S} From an Empty Folder",
            "Clinic: {S}",
            "{S}: The {C} Exercise",
        ],
        Form::Lightning => &[
            "{S} in Ten Minutes",
            "One Chart About {S}",
            "{S}: One Thing We Got Wrong",
            "A Small Tool for {S}",
            "A Postcard From {C}: {S}",
            "{S} on One Page",
            "Three Numbers on {S}",
            "A Short Defence of {S}",
        ],
        Form::Fireside => &[
            "A Conversation on {S}",
            "The Long View on {S}",
            "{S}, Without Slides",
            "Looking Back on {S} in {C}",
            "Plain Words About {S}",
        ],
        _ => &[
            "{S}: Notes From {C}",
            "{S}, One Year In",
            "A Field Guide to {S}",
            "Rethinking {S}",
            "The Unglamorous Side of {S}",
            "{S} Without the Slogans",
            "What {C} Taught Us About {S}",
            "Common Mistakes With {S}",
            "{S} From First Principles",
            "{S} on a Small Budget",
            "A Second Look at {S}",
            "{S}: What We Would Do Again",
            "Measuring {S} in {C}",
            "The Case Against {S}",
        ],
    }
}

pub(crate) fn summaries(form: Form) -> &'static [&'static str] {
    match form {
        Form::Panel => &[
            "Practitioners who rarely share a stage compare what they have learnt about {s}, and say where they still disagree.",
            "Four points of view on {s}, a strict moderator, and half of the time kept for the audience.",
            "Builders and supervisors on {s}: what is settled, what is not, and who ought to settle it.",
            "An argument about {s} among people who have all had to clean up after it.",
        ],
        Form::Workshop => &[
            "Work through {s} at your own table, with people who do it for a living walking round to help.",
            "A practical session on {s} in small groups; you leave with something that runs.",
            "From a blank page to a working example of {s}, with the mistakes left in.",
        ],
        Form::Lightning => &[
            "A short report on {s} from a team of {n} in {C}.",
            "One idea about {s}, one result, and where to read more.",
            "What {n} months in {C} changed in our view of {s}.",
            "A quick tour of {s} for those who have only heard the name.",
        ],
        Form::Fireside => &[
            "An unhurried conversation about {s}, with questions from the floor.",
            "Two people with long memories talk about {s}, what was promised, and what came of it.",
            "No slides and no announcements: a conversation about {s} and the habits around it.",
        ],
        _ => &[
            "An experience report on {s} from {C}: what was planned, what happened, and what we kept.",
            "What {n} projects can tell us about {s}, and which of their results did not repeat.",
            "A careful introduction to {s} for people who have to decide about it.",
            "We have worked on {s} for {n} years; this is the talk that we would have liked to hear at the start.",
            "A sober look at {s}, with figures, sources and the limits of both.",
        ],
    }
}

/// Follows the sentence that says why the topic matters.
pub(crate) fn bridges(form: Form) -> &'static [&'static str] {
    match form {
        Form::Panel => &[
            "The panel brings together people who meet this problem from different sides of the table.",
            "Each panellist begins with one claim in two minutes; the rest is discussion.",
            "We have asked everybody on the panel to bring one example that speaks against their own position.",
        ],
        Form::Workshop => &[
            "In this workshop you will try it yourself, first alone and then in groups of four.",
            "The exercise is taken from a real case in {C}, with the names changed.",
            "No previous experience is needed, but bring a laptop that you are allowed to install things on.",
        ],
        Form::Lightning => &[
            "This is a short talk: one question, one answer, and a link.",
            "Ten minutes are enough for the part that surprised us.",
            "A progress report, with the data open for anybody who wants to check.",
        ],
        Form::Fireside => &[
            "The conversation begins with a first job in {C} and ends with advice to those who start now.",
            "There is no prepared text; the first {n} questions come from the host, the others from you.",
        ],
        _ => &[
            "We looked at {n} cases, spoke with those who ran them, and found fewer patterns than we had hoped for.",
            "This talk tells the story in order, with the dates and the doubts.",
            "Our team in {C} has lived with the consequences since the first pilot.",
            "I will show what we built, what it cost, and what we have since removed.",
            "The figures come from our own records and from two partners who agreed to open theirs.",
        ],
    }
}

pub(crate) fn bodies(form: Form) -> &'static [&'static str] {
    match form {
        Form::Panel => &[
            "Questions that we hope to reach: what has changed in the past year, which promises were broken and by whom, and what a newcomer from {C} should copy or avoid. A third of the time belongs to the audience; there are two microphones and a rule against speeches.",
            "The moderator will press for numbers. Where the panellists disagree, we want to leave with a description of the disagreement that all of them accept – that is rarer, and more useful, than a consensus.",
            "This panel continues a discussion that began in {C}. A summary of the earlier round hangs at the door; nobody needs to have been there.",
        ],
        Form::Workshop => &[
            "We start with twenty minutes of background and a walk through the material. After that each table picks one of {n} tasks. The tasks are graded by effort rather than difficulty, so that mixed groups work well. At the end two tables show what they made.",
            "You will receive a repository with a failing test and a short brief. The helpers have all done the exercise before and know where it hurts. Seats are limited; those who register keep theirs until five minutes after the start.",
        ],
        Form::Lightning => &[
            "If you want more than ten minutes can hold, find us at the standing tables by the courtyard afterwards.",
            "The full write-up, including everything that did not work, is linked below.",
            "We are looking for {n} partners to repeat the measurement elsewhere.",
        ],
        Form::Fireside => &[
            "Expect some history, a few admissions and a discussion of what is worth keeping. The session is not recorded unless both guests agree on the day.",
            "Among the subjects: early mistakes, the pleasure of dull systems, the people who did the work and are not on stage, and why {C} was the right place to begin.",
        ],
        _ => &[
            "The first part sets out the problem as it looks from {C}, where the usual assumptions about networks, offices and opening hours do not hold. The second follows one case from the first meeting to the final report. The third is about what we would measure next time.",
            "Nothing in this talk needs special hardware or a large team. We began with {n} people, borrowed servers and a deadline, and most of the decisions that mattered were about what to leave out.",
            "I will spend less time on the architecture than on the hand-overs: who tells whom, what happens at the weekend, and which alarm nobody believes any more. Those who run such a system will recognise their own; those who supervise one may find it useful to see the inside.",
            "We compare {n} approaches by the same yardstick and publish the yardstick. Some results are uncomfortable for us as well – our own design comes third – and we explain why we have not changed it.",
            "There will be a demonstration on a real network, a recording in case the network has other plans, and ample time for questions. Slides are in plain English and will be online before the session begins.",
            "The work was done together with a public body that has asked not to be named until its own report is out; everything shown here has been cleared. Where the data could identify a person it has been left out, and we say so on the slide.",
        ],
    }
}

pub(crate) const LISTS: &[&str] = &[
    "What you will take home:",
    "We will cover:",
    "Come if you would like to see:",
    "The session leaves you with:",
    "In particular:",
];

pub(crate) const LINKS: &[&str] = &[
    "Background reading: [a short primer](https://example.org/primers/{slug}) and the notes that we collected on the way.",
    "Data and code are at [example.org/{slug}](https://example.org/{slug}); corrections are welcome.",
    "An earlier version of this work is described in [our report from {C}](https://example.org/reports/{slug}).",
    "*Please note:* the examples are simplified. The [full list of assumptions](https://example.org/notes/{slug}) is public.",
];

/// Held for everybody: title in three languages, summary in three languages.
pub(crate) const COMMON: [([&str; 3], [&str; 3]); 6] = [
    (
        ["Opening: Welcome to the Courtyard", "개막식: 마당에 오신 것을 환영합니다", "开幕式：欢迎来到庭院"],
        [
            "A welcome from the hosts, a short guide to the house, and the one rule about badges.",
            "주최 측의 인사와 건물 안내, 그리고 명찰에 대한 단 하나의 규칙을 전해 드립니다.",
            "主办方致欢迎辞，简要介绍场馆，以及关于胸牌的唯一规则。",
        ],
    ),
    (
        ["Closing: What We Take Home", "폐막식: 무엇을 가지고 돌아가는가", "闭幕式：我们带走什么"],
        [
            "Four rapporteurs, four minutes each, and the announcement of the next host city.",
            "네 사람이 사 분씩 나흘을 정리하고, 다음 개최 도시를 발표합니다.",
            "四位记录人每人四分钟，并公布下一届主办城市。",
        ],
    ),
    (
        ["Welcome Reception", "환영회", "欢迎酒会"],
        [
            "Food from the harbour market, soft drinks and makgeolli, and a table for those who came alone.",
            "항구 시장의 음식과 음료, 막걸리를 준비했습니다. 혼자 오신 분들을 위한 자리도 있습니다.",
            "港口市场的美食、软饮与米酒，还为独自前来的朋友准备了一张桌子。",
        ],
    ),
    (
        ["The Long Evening: Music in the Courtyard", "긴 저녁: 마당의 음악", "长夜：庭院音乐会"],
        [
            "A samul nori troupe, two brass bands and a dance floor until half past one. The last train leaves at 00:40; buses run until two.",
            "사물놀이패와 브라스 밴드 두 팀, 그리고 새벽 한 시 반까지 이어지는 춤. 막차는 0시 40분, 버스는 두 시까지 다닙니다.",
            "四物游戏乐团、两支铜管乐队，舞池开放至凌晨一点半。末班车零点四十分，巴士运行至两点。",
        ],
    ),
    (
        ["Posters and Demonstrations", "포스터와 시연", "海报与演示"],
        [
            "Sixty posters and a dozen things that move. Their makers stand beside them.",
            "포스터 예순 장과 움직이는 것 열두 가지. 만든 사람이 곁에 서 있습니다.",
            "六十张海报和十几件会动的作品，作者就站在旁边。",
        ],
    ),
    (
        ["Morning Walk Along the Canal", "운하 아침 산책", "运河晨步"],
        [
            "Five flat kilometres before breakfast, at the pace of the slowest. Meet at the main entrance.",
            "아침 식사 전에 평지 오 킬로미터를 가장 느린 사람의 걸음에 맞추어 걷습니다. 정문에서 모입니다.",
            "早餐前五公里平路，按最慢者的步速前行。正门集合。",
        ],
    ),
];
