//! The conference itself, in three languages.

use jiff::{ToSpan, civil::Date};
use madang_interchange::model::{Conference, Text};

/// The venue's time zone.
pub(crate) const ZONE: &str = "Asia/Seoul";
/// A party at one in the morning belongs to the day before.
pub(crate) const DAY_STARTS_MINUTES: u16 = 240;

/// The same text in English, Korean and Chinese.
pub(crate) fn text(en: &str, ko: &str, zh: &str) -> Text {
    let languages = [("en", en), ("ko", ko), ("zh", zh)];
    Text(languages.into_iter().map(|(tag, text)| (tag.to_owned(), text.trim().to_owned())).collect())
}

/// The conference's name.
#[must_use]
pub fn title() -> Text {
    text("Hanbit Digital Assets Week", "한빛 디지털 자산 주간", "韩光数字资产周")
}

/// A line below the name.
#[must_use]
pub fn subtitle() -> Text {
    text(
        "Four days on money, ledgers and the people who keep them",
        "돈과 원장, 그리고 그것을 지키는 사람들을 위한 나흘",
        "四天，谈货币、账本与守护它们的人",
    )
}

/// Some sentences about the conference; Markdown.
#[must_use]
pub fn description() -> Text {
    text(
        "Hanbit brings together those who **build** digital-asset systems, those who **supervise** them and those who \
         have to **live with** the result: engineers, bankers, lawyers, auditors, founders and public servants from \
         some sixty countries.\n\nThe programme is put together from an open call. There are no paid speaking slots; \
         every session is chosen by reviewers who do not see the authors’ names. Sessions are held in English, Korean \
         and Chinese, and the main hall is interpreted in all three.\n\nCome for the keynotes, stay for the corridor: \
         the courtyard is open from breakfast until late, and every desk in it seats four.",
        "한빛은 디지털 자산 시스템을 **만드는** 사람, **감독하는** 사람, 그리고 그 결과와 함께 **살아가는** 사람을 한자리에 \
         모읍니다. 예순 개 남짓한 나라에서 엔지니어, 은행가, 법률가, 회계 감사인, 창업자, 공무원이 찾아옵니다.\n\n\
         프로그램은 공개 모집으로 꾸려집니다. 돈을 받고 파는 발표 시간은 없으며, 모든 세션은 지은이의 이름을 가린 채 \
         심사위원이 고릅니다. 세션은 영어, 한국어, 중국어로 열리고, 대강당에서는 세 언어로 동시통역을 제공합니다.\n\n\
         기조연설을 들으러 오셨다가 마당에서 오래 머물다 가세요. 마당은 아침부터 늦은 밤까지 열려 있고, 어느 탁자에나 \
         네 사람이 앉을 수 있습니다.",
        "韩光大会汇聚**建设**数字资产系统的人、**监管**它们的人，以及最终要与之**共处**的人：来自约六十个国家的工程师、\
         银行家、律师、审计师、创业者与公务人员。\n\n议程全部来自公开征集。大会不出售演讲席位，每场活动均由看不到作者姓名的\
         评审选出。会议使用英语、韩语和中文，主会场提供三种语言的同声传译。\n\n为主题演讲而来，为走廊里的交谈而留：庭院从早餐\
         时分开放至深夜，每张桌子都能坐下四个人。",
    )
}

/// The venue's name.
#[must_use]
pub fn venue() -> Text {
    text("Haetbit Convention Centre", "햇빛컨벤션센터", "阳光会展中心")
}

/// The venue's city.
#[must_use]
pub fn city() -> Text {
    text("Incheon", "인천", "仁川")
}

/// The conference, its days counted from the first.
pub(crate) fn conference(first_day: Date, days: usize) -> Conference {
    let more_days = i64::try_from(days.saturating_sub(1)).unwrap_or(0);
    Conference {
        acronym: Some("hanbit".into()),
        title: title(),
        subtitle: subtitle(),
        description: description(),
        zone: Some(ZONE.into()),
        first_day: Some(first_day),
        last_day: Some(first_day.checked_add(more_days.days()).unwrap_or(first_day)),
        day_starts_minutes: Some(DAY_STARTS_MINUTES),
        grid_minutes: Some(5),
        venue: venue(),
        address: text(
            "21 Haetbit-ro, Yeonsu-gu, Incheon, Republic of Korea",
            "인천광역시 연수구 햇빛로 21",
            "韩国仁川广域市延寿区阳光路21号",
        ),
        city: Some(city().pick("en").to_owned()),
        url: Some("https://hanbit.example.org/".into()),
        logo_url: None,
        colour: Some("#1d6156".into()),
        version: None,
        languages: ["en", "ko", "zh"].map(str::to_owned).to_vec(),
    }
}
