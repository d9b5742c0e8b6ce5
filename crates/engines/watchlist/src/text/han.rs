//! Chinese characters: readings, surnames of two characters, and surnames as they are spelled outside the mainland.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// Surnames of two characters.
const COMPOUND: &str = "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 尉迟 尉遲 皇甫 公孙 公孫 慕容 令狐 长孙 長孫 宇文 司徒 端木 独孤 獨孤 东方 東方 南宫 南宮";

/// Readings as a surname, or in foreign names, that differ from the usual one.
const READINGS: [(char, &str); 16] = [
    ('单', "shan"),
    ('仇', "qiu"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('区', "ou"),
    ('查', "zha"),
    ('朴', "piao"),
    ('任', "ren"),
    ('盖', "ge"),
    ('翟', "zhai"),
    ('折', "she"),
    ('覃', "qin"),
    ('洗', "xian"),
    ('冼', "xian"),
    ('乐', "le"),
    ('吕', "lu"),
];

/// The Pinyin of a character, without tones; empty for a mark that has no sound.
#[must_use]
pub fn pinyin(letter: char, surname: bool) -> String {
    if surname && let Some((_, reading)) = READINGS.iter().find(|(han, _)| *han == letter) {
        return (*reading).to_owned();
    }
    let mut reading = any_ascii::any_ascii_char(letter).to_ascii_lowercase();
    reading.retain(|letter| letter.is_ascii_alphanumeric());
    reading
}

/// Characters as they are said: 々 stands for the one before it, as in 佐々木.
#[must_use]
pub fn spoken(letters: &[char]) -> Vec<char> {
    let mut all: Vec<char> = Vec::with_capacity(letters.len());
    for letter in letters {
        let said = if *letter == '々' { all.last().copied().unwrap_or(*letter) } else { *letter };
        all.push(said);
    }
    all
}

/// How many characters at the beginning are the surname.
#[must_use]
pub fn surname_length(letters: &[char]) -> usize {
    if letters.len() >= 3 && COMPOUND.split(' ').any(|two| two.chars().eq(letters[..2].iter().copied())) {
        2
    } else {
        1
    }
}

/// Surnames as Cantonese, Hokkien and Teochew speakers and older passports spell them, with the Pinyin ones.
///
/// *Source*: own table.
const ABROAD: [(&str, &str); 72] = [
    ("wong", "wang huang"),
    ("chan", "chen"),
    ("cheung", "zhang"),
    ("lee", "li"),
    ("ng", "wu huang"),
    ("leung", "liang"),
    ("lam", "lin"),
    ("lim", "lin"),
    ("ho", "he"),
    ("tse", "xie"),
    ("kwok", "guo"),
    ("kuok", "guo"),
    ("lau", "liu"),
    ("chow", "zhou"),
    ("chau", "zhou"),
    ("yeung", "yang"),
    ("tsang", "zeng"),
    ("fung", "feng"),
    ("hui", "xu"),
    ("ip", "ye"),
    ("yip", "ye"),
    ("yap", "ye"),
    ("kwan", "guan"),
    ("lo", "luo lu"),
    ("law", "luo"),
    ("mok", "mo"),
    ("poon", "pan"),
    ("siu", "xiao"),
    ("so", "su"),
    ("tam", "tan"),
    ("tang", "deng"),
    ("to", "du"),
    ("tong", "tang"),
    ("wan", "yun wen"),
    ("yuen", "yuan ruan"),
    ("chiu", "zhao"),
    ("choi", "cai"),
    ("chu", "zhu"),
    ("shum", "shen"),
    ("sham", "shen"),
    ("kong", "jiang"),
    ("tan", "chen"),
    ("ong", "wang"),
    ("goh", "wu"),
    ("teo", "zhang"),
    ("koh", "xu"),
    ("ang", "hong"),
    ("chua", "cai"),
    ("tay", "zheng"),
    ("sim", "shen"),
    ("yeo", "yang"),
    ("ooi", "huang"),
    ("foo", "fu"),
    ("wee", "huang"),
    ("cheng", "zheng"),
    ("chung", "zhong"),
    ("hsieh", "xie"),
    ("hsu", "xu"),
    ("tsai", "cai"),
    ("chiang", "jiang"),
    ("chou", "zhou"),
    ("kuo", "guo"),
    ("yau", "qiu"),
    ("hau", "hou"),
    ("au", "ou qu"),
    ("pun", "pan"),
    ("lui", "lei lu"),
    ("mak", "mai"),
    ("sze", "shi"),
    ("tsui", "xu cui"),
    ("woo", "hu wu"),
    ("yu", "yu yue"),
];

/// The Pinyin surnames that a spelling from abroad may be.
#[must_use]
pub fn surnames_abroad(form: &str) -> Option<&'static str> {
    ABROAD.iter().find(|(abroad, _)| *abroad == form).map(|(_, pinyin)| *pinyin)
}

const SURNAMES: &str = " wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu \
    dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao \
    tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian tao hong wen mi ni ai dou ouyang \
    situ shangguan lai qi pang ge zuo bao bi nie cen ji mu zhen xin niu an chang bian rao yin chai kuang gong qu zhai ning ke ruan min \
    zhuang yue mei shu shan tong lan guan che zhan chu lyu lv sheng bo xing xi hua ";

/// Whether a word is one of the usual Chinese surnames, in Pinyin or as spelled abroad.
#[must_use]
pub fn is_surname(form: &str) -> bool {
    static WORDS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    let words =
        || SURNAMES.split_ascii_whitespace().chain(ABROAD.iter().map(|(abroad, _)| *abroad)).collect();
    form.len() <= 9 && WORDS.get_or_init(words).contains(form)
}

/// Foreign names as Chinese conventionally writes them.
///
/// *Source*: own table.
const FOREIGN: [(&str, &str); 34] = [
    ("拉撒路", "lazarus"),
    ("拉萨路", "lazarus"),
    ("拉薩路", "lazarus"),
    ("拉扎鲁斯", "lazarus"),
    ("拉扎魯斯", "lazarus"),
    ("穆罕默德", "muhammad"),
    ("穆罕穆德", "muhammad"),
    ("阿卜杜拉", "abdullah"),
    ("艾哈迈德", "ahmed"),
    ("哈桑", "hassan"),
    ("侯赛因", "hussein"),
    ("侯賽因", "hussein"),
    ("易卜拉欣", "ibrahim"),
    ("弗拉基米尔", "vladimir"),
    ("弗拉基米爾", "vladimir"),
    ("亚历山大", "aleksandr"),
    ("亞歷山大", "aleksandr"),
    ("谢尔盖", "sergey"),
    ("謝爾蓋", "sergey"),
    ("普京", "putin"),
    ("伊万", "ivan"),
    ("伊凡", "ivan"),
    ("约翰", "john"),
    ("約翰", "john"),
    ("大卫", "david"),
    ("大衛", "david"),
    ("迈克尔", "michael"),
    ("彼得", "peter"),
    ("保罗", "paul"),
    ("保羅", "paul"),
    ("玛丽", "mary"),
    ("瑪麗", "mary"),
    ("何塞", "jose"),
    ("卡洛斯", "carlos"),
];

/// Business words that are written on to a name.
const BUSINESS: [&str; 24] = [
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团公司",
    "集团",
    "集團",
    "公司",
    "银行",
    "銀行",
    "大学",
    "大學",
    "研究所",
    "中心",
    "贸易",
    "貿易",
    "国际",
    "國際",
    "组织",
    "組織",
    "기업",
    "주식회사",
    "회사",
    "그룹",
    "조직",
];

/// Parts a run of characters without blanks into foreign names, business words and the rest; with the form of foreign names.
#[must_use]
pub fn parts(word: &[char]) -> Vec<(Vec<char>, Option<&'static str>)> {
    let mut parts: Vec<(Vec<char>, Option<&'static str>)> = Vec::new();
    let mut at = 0;
    let mut open = false;
    let starts = |at: usize, text: &str| {
        let length = text.chars().count();
        (word.len() >= at + length && text.chars().eq(word[at..at + length].iter().copied()))
            .then_some(length)
    };
    while at < word.len() {
        let foreign =
            FOREIGN.iter().find_map(|(han, form)| starts(at, han).map(|length| (length, Some(*form))));
        let found = foreign
            .or_else(|| BUSINESS.iter().find_map(|text| starts(at, text).map(|length| (length, None))));
        if let Some((length, form)) = found {
            parts.push((word[at..at + length].to_vec(), form));
            at += length;
            open = false;
            continue;
        }
        if !open {
            parts.push((Vec::new(), None));
            open = true;
        }
        if let Some((rest, _)) = parts.last_mut() {
            rest.push(word[at]);
        }
        at += 1;
    }
    parts
}
