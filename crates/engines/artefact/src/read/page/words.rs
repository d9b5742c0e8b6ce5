//! What pages say to people, in the languages of those who are told it.

use std::sync::OnceLock;

use crate::read::{fold, search::Search};

/// How far from the place the word for pasting may stand. *Units*: bytes.
const NEAR_BYTES: usize = 600;

/// Names of places where commands are run, in small letters, without blanks around `+`.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "win+r", "windows+r", "windows-taste+r", "windowstaste+r", "touche windows+r", "tecla windows+r", "tasto windows+r", "윈도우 키+r", "windowsキー+r", "win键+r", "windows key+r", "windows-key+r", "win key+r", "windows button+r", "windows logo key+r", "⊞+r", "⊞", "⌘+space", "windows key", "windows logo", "win key", "run dialog", "run box", "run window", "command prompt", "terminal", "powershell", "cmd.exe", "command line", "spotlight", "address bar", "file explorer", "developer console", "devtools", "developer tools",
    "윈도우 키", "윈도우키", "윈도우+r", "윈도우+r", "win 키+r", "windows 키+r", "실행 창", "실행창", "실행 대화", "터미널", "명령 프롬프트", "파워셸", "파워쉘", "주소 표시줄", "명령줄", "개발자 도구",
    "win键+r", "win 键+r", "windows键+r", "windows 键", "windows键", "徽标键", "運行", "运行窗口", "运行对话框", "运行框", "終端", "终端", "命令提示符", "命令提示字元", "命令行", "地址栏", "網址列",
    "windowsキー", "windows キー", "ファイル名を指定して実行", "ターミナル", "コマンドプロンプト", "コマンドライン", "アドレスバー", "パワーシェル", "開発者ツール",
    "терминал", "командн", "окно «выполнить»", "окно выполнить", "окне «выполнить»", "адресную строку",
    "windows-taste", "windowstaste", "ausführen-dialog", "ausführen-fenster", "eingabeaufforderung", "adressleiste", "befehlszeile", "kommandozeile",
    "touche windows", "invite de commande", "boîte exécuter", "fenêtre exécuter", "barre d'adresse", "barre d’adresse", "ligne de commande",
    "tecla windows", "tecla de windows", "símbolo del sistema", "ventana ejecutar", "cuadro ejecutar", "barra de direcciones", "línea de comandos", "línea de órdenes",
    "tecla do windows", "prompt de comando", "caixa executar", "janela executar", "barra de endereço", "linha de comando",
    "tasto windows", "prompt dei comandi", "finestra esegui", "barra degli indirizzi", "riga di comando", "terminale",
    "windows tuşu", "komut istemi", "çalıştır penceresi", "uçbirim", "komut satırı",
    "klawisz windows", "wiersz polecenia", "wiersz poleceń", "wierszu polecenia", "okno uruchamiania", "terminalu",
    "windows-toets", "opdrachtprompt", "venster uitvoeren", "opdrachtregel",
    "термінал", "командний рядок",
    "مفتاح windows", "phím windows", "tombol windows", "клавишу windows", "клавиши windows", "клавіш", "موجه الأوامر", "الطرفية", "سطر الأوامر", "نافذة التشغيل", "ترمینال", "خط فرمان",
    "dấu nhắc lệnh", "hộp thoại run", "cửa sổ lệnh", "dòng lệnh", "jendela perintah", "baris perintah", "เทอร์มินัล", "พรอมต์คำสั่ง", "टर्मिनल",
];

/// Words for pasting.
#[rustfmt::skip]
const PASTES: &[&str] = &[
    "ctrl+v", "strg+v", "cmd+v", "command+v", "⌘v", "⌘+v", "ctrl v", "paste", "pasting",
    "붙여", "粘贴", "粘貼", "貼上", "贴上", "貼り付け", "ペースト", "встав", "вставте", "einfüg", "fügen sie", "füge ", "coller", "collez", "colle ", "pegar", "pega ", "pegue", "péguelo", "pegad", "cole ", "colar", "colando", "incolla", "yapıştır", "wklej", "plak ", "plakken", "الصق", "لصق", "چسبان", "بچسب", "dán ", "tempel", "วาง", "पेस्ट",
];

/// Names of the words by which a wallet is restored.
#[rustfmt::skip]
const RECOVERY: &[&str] = &[
    "recovery phrase", "seed phrase", "secret phrase", "backup phrase", "mnemonic", "recovery words", "recovery word ", "seed words", "secret words", "12-word", "24-word", "12 word", "24 word", "12 or 24", "12/24", "twelve words", "wallet private key", "seedphrase",
    "복구 문구", "복구문구", "시드 문구", "시드문구", "니모닉", "복구 구문", "시드 구문", "비밀 복구", "12단어", "24단어", "12개 단어", "24개 단어", "12개의 단어", "24개의 단어",
    "助记词", "助記詞", "助憶詞", "恢复短语", "恢復短語", "种子短语", "種子短語", "恢复词", "私钥短语",
    "リカバリーフレーズ", "リカバリフレーズ", "シードフレーズ", "ニーモニック", "復元フレーズ", "秘密のフレーズ", "復元用フレーズ",
    "сид-фраз", "сид фраз", "сидфраз", "seed-фраз", "мнемоническ", "мнемоник", "секретную фраз", "секретная фраз", "фразу восстановления", "фраза восстановления", "12 слов", "24 слов",
    "wiederherstellungsphrase", "wiederherstellungsphrase", "wiederherstellungswörter", "seed-phrase", "mnemonik", "geheimphrase", "geheime phrase", "12 wörter", "24 wörter", "12-wörter",
    "phrase de récupération", "phrase secrète", "phrase mnémonique", "phrase de sauvegarde", "phrase de recuperation", "12 mots", "24 mots",
    "frase semilla", "frase de recuperación", "frase secreta", "frase mnemotécnica", "frase de respaldo", "frase mnemónica", "12 palabras", "24 palabras",
    "frase de recuperação", "frase-semente", "frase semente", "12 palavras", "24 palavras",
    "frase di recupero", "frase seed", "frase segreta", "frase mnemonica", "12 parole", "24 parole",
    "kurtarma ifade", "kurtarma kelime", "gizli kelime", "tohum ifade", "12 kelime", "24 kelime",
    "frazę odzyskiwania", "fraza odzyskiwania", "frazę seed", "fraza seed", "12 słów", "24 słowa", "herstelzin", "herstelfrase", "12 woorden", "24 woorden",
    "сід-фраз", "фразу відновлення", "фраза відновлення", "мнемонічн",
    "cụm từ khôi phục", "cụm từ bí mật", "cụm từ hạt giống", "frasa pemulihan", "frasa benih", "12 kata", "24 kata", "วลีกู้คืน", "วลีการกู้คืน", "วลีลับ",
    "عبارة الاسترداد", "العبارة السرية", "عبارة الاستعادة", "عبارة البذور", "12 كلمة", "24 كلمة", "عبارت بازیابی", "کلمات بازیابی", "रिकवरी वाक्यांश", "सीड वाक्यांश", "सीड फ्रेज",
];

/// Parts of the Latin ones, as they stand in sentences.
const HINTS: [&str; 34] = [
    "ecovery phrase",
    "ecovery Phrase",
    "eed phrase",
    "eed Phrase",
    "ecret phrase",
    "ecret Phrase",
    "nemonic",
    "ecovery words",
    "eed words",
    "12-word",
    "24-word",
    "12 word",
    "24 word",
    "12 or 24",
    "12/24",
    "welve words",
    "ackup phrase",
    "rivate key",
    "ederherstellungsphrase",
    "eed-Phrase",
    "12 W",
    "24 W",
    "rase secr",
    "rase semilla",
    "hrase secr",
    "12 mots",
    "24 mots",
    "12 pal",
    "24 pal",
    "rase di rec",
    "12 parole",
    "urtarma",
    "12 kelime",
    "erstelzin",
];

/// Words for handing something over.
#[rustfmt::skip]
const GIVES: &[&str] = &[
    "enter", "type", "import", "restore", "paste", "input", "provide", "validate", "verify", "recover ", "connect", "sync", "submit", "confirm", "fill", "log in", "unlock", "insert", "add your",
    "입력", "가져오", "복원", "붙여", "불러", "확인", "적어", "输入", "輸入", "导入", "匯入", "恢复", "恢復", "粘贴", "填写", "验证", "驗證", "入力", "インポート", "復元", "貼り付け", "確認",
    "введ", "импорт", "восстанов", "встав", "укаж", "подтверд", "geben", "eingeb", "importier", "wiederherstell", "einfüg", "bestätig", "saisi", "entre", "restaur", "coll", "valide", "introdu", "ingres", "escrib", "peg", "digit", "insir", "inser", "cole ", "informe", "ripristin", "incoll", "girin", "giriniz", "aktar", "yükle", "yapıştır", "doğrula",
    "wpisz", "wprowad", "przywró", "wklej", "voer", "herstel", "plak", "введ", "віднов", "nhập", "khôi phục", "dán", "masuk", "pulih", "tempel", "ป้อน", "กรอก", "นำเข้า", "أدخل", "ادخل", "إدخال", "استيراد", "استعادة", "الصق", "وارد", "दर्ज",
];

/// Words by which somebody warns, that stand before what is warned of.
#[rustfmt::skip]
const WARNS: &[&str] = &[
    "never", "do not", "don't", "don’t", "won't", "will not", "nobody", "no one", "not ask", "what is", "what's", "никогда", "не вводи", "не сообща", "niemals", "geben sie nie", "jamais", "ne saisissez", "nunca", "no comparta", "não ", "asla", "nigdy", "nooit", "ніколи", "không bao giờ", "jangan", "อย่า", "لا ", "هرگز", "non inserire", "mai ",
];

/// The same, in languages in which they stand anywhere in the sentence.
#[rustfmt::skip]
const WARNS_ANYWHERE: &[&str] = &["절대", "마세요", "마십시오", "않습니다", "않으며", "요구하지", "不要", "切勿", "绝不", "絕不", "请勿", "請勿", "不会", "不會", "決して", "しないで", "しません", "ません"];

/// In small letters, with single blanks, and none around `+`.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split([' ', '\t', '\r', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let seen = |letter: &char| !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
    let words: String = words.join(" ").to_lowercase().chars().filter(seen).collect();
    words.replace(" + ", "+").replace("+ ", "+").replace(" +", "+")
}

/// The words by which a text tells to paste something where commands are run, near each other. `text`: plain.
pub(super) fn tells(text: &str) -> Option<String> {
    static SEARCH: OnceLock<Search> = OnceLock::new();
    let search = SEARCH.get_or_init(|| Search::new(PLACES.iter().copied()));
    let mut places = Vec::new();
    search.each(text.as_bytes(), |at, number| {
        if places.len() < 400 {
            places.push((number, at));
        }
    });
    places.sort_unstable();
    places.into_iter().find_map(|(number, at)| {
        let place = &PLACES[number];
        Some(at).into_iter().find_map(|at| {
            let from = (0..=at.saturating_sub(NEAR_BYTES)).rev().find(|from| text.is_char_boundary(*from))?;
            let to =
                (at + NEAR_BYTES..=text.len()).find(|to| text.is_char_boundary(*to)).unwrap_or(text.len());
            // Nothing but commands goes into the window that opens by these keys.
            if place.ends_with("+r") {
                return Some((*place).to_owned());
            }
            let paste = PASTES.iter().find(|paste| text[from..to].contains(**paste))?;
            Some(format!("{place}, {}", paste.trim()))
        })
    })
}

/// What a script says to people: its texts of several words, a line each.
pub(super) fn sentences(code: &str) -> String {
    let mut said = String::new();
    let mut rest = code;
    while let Some(at) = memchr::memchr3(b'\'', b'"', b'`', rest.as_bytes()) {
        let quote = rest.as_bytes()[at];
        let body = &rest[at + 1..];
        let end = memchr::memchr2(quote, b'\n', body.as_bytes()).unwrap_or(body.len());
        let text = &body[..end];
        if text.len() > 3 && (text.contains(' ') || !text.is_ascii()) {
            said.push_str(text);
            said.push('\n');
        }
        rest = body.get(end + 1..).unwrap_or_default();
    }
    said
}

/// May a text tell to paste something? One pass over it, whatever the size of its letters.
pub(super) fn may_tell(text: &str) -> bool {
    #[rustfmt::skip]
    const PARTS: [&str; 44] = [
        "aste", "asting", "ASTE", "trl", "TRL", "⌘", "+ R", "+R", "+ r", "+r", "붙여", "粘", "貼", "贴", "ペースト", "встав", "Встав", "einfüg", "Einfüg", "füge", "Füge", "olle", "pega", "Pega", "pegue", "Pegue", "péguelo",
        "cole", "Cole", "colar", "Colar", "colando", "ncolla", "apıştır", "klej", "plak", "Plak", "لصق", "چسب", "dán", "Dán", "empel", "วาง", "पेस्ट",
    ];
    static SEARCH: OnceLock<Search> = OnceLock::new();
    let search = SEARCH.get_or_init(|| Search::new(PARTS));
    let mut found = false;
    search.each(text.as_bytes(), |_, _| found = true);
    found
}

/// May a script ask for words of recovery? One pass over it, whatever the size of its letters.
pub(super) fn may_ask(text: &str) -> bool {
    static SEARCH: OnceLock<Search> = OnceLock::new();
    let search = SEARCH.get_or_init(|| {
        Search::new(HINTS.iter().copied().chain(RECOVERY.iter().copied().filter(|name| !name.is_ascii())))
    });
    let mut found = false;
    search.each(text.as_bytes(), |_, _| found = true);
    found
}

/// The sentence by which a text asks for words of recovery. `text`: plain, with sentences or blocks in lines of their own.
pub(super) fn asks(text: &str) -> Option<String> {
    if !RECOVERY.iter().any(|name| text.contains(name)) {
        return None;
    }
    text.split(['\n', '.', '!', '?', '。', '！', '？', '"', '`', '\'']).find_map(|sentence| {
        let at = RECOVERY.iter().filter_map(|name| sentence.find(name)).min()?;
        let warns = WARNS.iter().any(|word| sentence[..at].contains(word))
            || WARNS_ANYWHERE.iter().any(|word| sentence.contains(word));
        let gives = GIVES.iter().any(|word| sentence.contains(word));
        (gives && !warns && sentence.len() < 600).then(|| crate::bytes::shortened(sentence.trim(), 160))
    })
}

/// Does the name or remark of a field ask for words of recovery? `text`: plain.
pub(super) fn names(text: &str) -> bool {
    let warns = WARNS.iter().chain(WARNS_ANYWHERE).any(|word| text.contains(word));
    !warns && RECOVERY.iter().any(|name| text.contains(name))
}

/// Does a text look like a command that fetches, starts or decodes?
pub(super) fn is_command(text: &str) -> bool {
    #[rustfmt::skip]
    const COMMANDS: [&str; 40] = [
        "powershell", "pwsh", "cmd /", "cmd.exe", "cmd /c", "mshta", "msiexec", "certutil", "rundll32", "regsvr32", "curl ", "curl.exe", "wget ", "iex ", "iex(", "| iex", "|iex", "irm ", "iwr ", "invoke-", "bash -c", "sh -c", "zsh -c", "| sh", "|sh", "| bash", "|bash", "| zsh", "|zsh", "osascript", "base64 -d", "base64 --d", "conhost", "bitsadmin", "ssh ", "nslookup ", "finger ", "wscript", "python -c", "python3 -c",
    ];
    let lower = text.to_lowercase();
    COMMANDS.iter().any(|command| lower.contains(command))
}

/// A command that is written so that nobody can read what it does, and that runs it. `text`: in small letters.
pub(super) fn coded_command(text: &str) -> Option<String> {
    for line in text.lines().filter(|line| line.len() < 20_000) {
        let decodes = [
            "base64 -d",
            "base64 --d",
            "base64 -di",
            "xxd -r",
            "openssl enc -d",
            "openssl base64 -d",
            "frombase64string",
        ]
        .iter()
        .find_map(|mark| line.find(mark));
        let runs = |from: usize| {
            [
                "| sh",
                "|sh",
                "| bash",
                "|bash",
                "| zsh",
                "|zsh",
                "| python",
                "iex",
                "invoke-expression",
                "| sudo",
                "| /bin/",
                "|/bin/",
                "eval",
                "[scriptblock]",
            ]
            .iter()
            .any(|mark| {
                line.get(from..).unwrap_or_default().contains(mark)
                    || mark.starts_with(['i', 'e', '[']) && line.contains(mark)
            })
        };
        let substituted =
            ["$(echo ", "<(echo ", "eval \"$(", "bash -c \"$(", "sh -c \"$(", "bash <(", "sh <("];
        if let Some(at) = decodes
            && (runs(at) || substituted.iter().any(|mark| line.contains(mark)))
            && line.split(|letter: char| !fold::is_base64_letter(letter)).any(|word| word.len() >= 24)
        {
            return Some(crate::bytes::shortened(line.trim(), 120));
        }
        let handed = ["-encodedcommand ", "-enc ", " -e ", " -ec ", "-encodedc "]
            .iter()
            .find_map(|mark| Some((line.find(mark)?, mark.len())));
        if let Some((at, length)) = handed.filter(|_| line.contains("powershell") || line.contains("pwsh")) {
            let word =
                line.get(at + length..).unwrap_or_default().split_whitespace().next().unwrap_or_default();
            if word.len() >= 24 && word.chars().all(fold::is_base64_letter) {
                return Some(crate::bytes::shortened(line.trim(), 120));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_in_their_language() {
        for text in [
            "Press Win + R, then Ctrl + V",
            "윈도우 키 + R 을 누르고 붙여넣기 하세요",
            "按 Win + R，粘贴并回车",
            "ターミナルを開き、貼り付けてください",
            "Откройте терминал и вставьте команду",
            "Drücken Sie die Windows-Taste + R und fügen Sie es ein (Strg + V)",
            "Ouvrez le Terminal et collez la commande",
            "Abra la Terminal y pegue la orden",
            "افتح موجه الأوامر ثم الصق",
        ] {
            assert!(tells(&plain(text)).is_some(), "{text}");
        }
        for text in ["Terminal 2, gate 14", "Paste the password on your phone", "Bitte kopieren"] {
            assert_eq!(tells(&plain(text)), None, "{text}");
        }
    }

    #[test]
    fn who_warns_does_not_ask() {
        for text in [
            "Enter your secret recovery phrase (12 or 24 words).",
            "복구 문구 12단어를 입력하세요",
            "请输入您的助记词",
            "シークレットリカバリーフレーズを入力してください",
            "Введите сид-фразу",
            "Geben Sie Ihre Wiederherstellungsphrase ein",
            "Saisissez votre phrase de récupération",
            "12 kelimelik kurtarma ifadenizi girin",
        ] {
            assert!(asks(&plain(text)).is_some(), "{text}");
        }
        for text in [
            "We never ask you to enter your recovery phrase.",
            "A recovery phrase has 12 or 24 words. Write it on paper.",
            "복구 문구를 절대 입력하지 마세요",
            "请勿输入助记词",
            "What is a recovery phrase, and where do I enter it?",
        ] {
            assert_eq!(asks(&plain(text)), None, "{text}");
        }
    }

    #[test]
    fn a_command_that_nobody_can_read_is_known() {
        let word = "Y3VybCAtcyBodHRwczovL2EuaW52YWxpZA==".to_lowercase();
        for text in [
            format!("echo \"{word}\" | base64 -d | bash"),
            format!("bash -c \"$(echo {word} | base64 --decode)\""),
            format!("powershell -w hidden -encodedcommand {word}"),
            format!(
                "powershell iex ([text.encoding]::utf8.getstring([convert]::frombase64string('{word}')))"
            ),
        ] {
            assert!(coded_command(&text).is_some(), "{text}");
        }
        for text in [
            "curl -fssl https://get.example.test | sh",
            "kubectl get secret x -o jsonpath={.data.p} | base64 -d",
            "powershell -executionpolicy bypass -file install.ps1",
        ] {
            assert_eq!(coded_command(text), None, "{text}");
        }
    }
}
