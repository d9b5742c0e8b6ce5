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

/// The Pinyin of a character, without tones.
#[must_use]
pub fn pinyin(letter: char, surname: bool) -> String {
    if surname && let Some((_, reading)) = READINGS.iter().find(|(han, _)| *han == letter) {
        return (*reading).to_owned();
    }
    any_ascii::any_ascii_char(letter).trim().to_ascii_lowercase()
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
    let words = || SURNAMES.split_ascii_whitespace().chain(ABROAD.iter().map(|(abroad, _)| *abroad)).collect();
    form.len() <= 9 && WORDS.get_or_init(words).contains(form)
}
