//! Eastern Europe, the Caucasus and Central Asia: Cyrillic, Greek, Georgian, Armenian.

use super::{Culture, Order, Part};

const GREEK_WOMEN: &[Part] = &[
    ("Παπαδοπούλου", "Papadopoulou"),
    ("Νικολάου", "Nikolaou"),
    ("Κωνσταντίνου", "Konstantinou"),
    ("Δημητρίου", "Dimitriou"),
];
const GREEK_MEN: &[Part] = &[
    ("Παπαδόπουλος", "Papadopoulos"),
    ("Νικολάου", "Nikolaou"),
    ("Κωνσταντίνου", "Konstantinou"),
    ("Δημητρίου", "Dimitriou"),
];
const GEORGIAN: &[Part] =
    &[("ბერიძე", "Beridze"), ("კაპანაძე", "Kapanadze"), ("გელაშვილი", "Gelashvili"), ("ლომიძე", "Lomidze")];
const ARMENIAN: &[Part] = &[
    ("Պետրոսյան", "Petrosyan"),
    ("Հակոբյան", "Hakobyan"),
    ("Գրիգորյան", "Grigoryan"),
    ("Սարգսյան", "Sargsyan"),
];
const UKRAINIAN: &[Part] = &[
    ("Коваленко", "Kovalenko"),
    ("Шевчук", "Shevchuk"),
    ("Бондаренко", "Bondarenko"),
    ("Мельник", "Melnyk"),
    ("Лисенко", "Lysenko"),
    ("Гончар", "Honchar"),
];

pub(super) const CULTURES: &[Culture] = &[
    Culture {
        share: 22,
        countries: &["RS", "AM", "CY", "DE", "RU"],
        order: Order::GivenFamily,
        women: &[
            ("Анна Сергеевна", "Anna Sergeevna"),
            ("Екатерина", "Ekaterina"),
            ("Ольга", "Olga"),
            ("Дарья", "Darya"),
        ],
        women_families: &[
            ("Соколова", "Sokolova"),
            ("Лебедева", "Lebedeva"),
            ("Морозова", "Morozova"),
            ("Зайцева", "Zaitseva"),
        ],
        men: &[
            ("Илья", "Ilya"),
            ("Павел Андреевич", "Pavel Andreevich"),
            ("Михаил", "Mikhail"),
            ("Глеб", "Gleb"),
        ],
        men_families: &[
            ("Соколов", "Sokolov"),
            ("Лебедев", "Lebedev"),
            ("Морозов", "Morozov"),
            ("Зайцев", "Zaitsev"),
        ],
        language: None,
    },
    Culture {
        share: 24,
        countries: &["UA", "UA", "PL"],
        order: Order::GivenFamily,
        women: &[("Оксана", "Oksana"), ("Соломія", "Solomiia"), ("Ірина", "Iryna"), ("Леся", "Lesia")],
        women_families: UKRAINIAN,
        men: &[("Андрій", "Andrii"), ("Тарас", "Taras"), ("Олексій", "Oleksii"), ("Юрій", "Yurii")],
        men_families: UKRAINIAN,
        language: None,
    },
    Culture {
        share: 20,
        countries: &["KZ"],
        order: Order::GivenFamily,
        women: &[("Айгүл", "Aigul"), ("Жанар", "Zhanar"), ("Мәдина", "Madina")],
        women_families: &[("Нұрланқызы", "Nurlankyzy"), ("Әбенова", "Abenova"), ("Серікқызы", "Serikkyzy")],
        men: &[("Ерлан", "Yerlan"), ("Дәулет", "Daulet"), ("Қайрат", "Qairat")],
        men_families: &[("Нұрланұлы", "Nurlanuly"), ("Әбенов", "Abenov"), ("Серікұлы", "Serikuly")],
        language: None,
    },
    Culture {
        share: 10,
        countries: &["BG"],
        order: Order::GivenFamily,
        women: &[("Цветелина", "Tsvetelina"), ("Радка", "Radka")],
        women_families: &[("Димитрова", "Dimitrova"), ("Стоянова", "Stoyanova"), ("Ангелова", "Angelova")],
        men: &[("Красимир", "Krasimir"), ("Пламен", "Plamen")],
        men_families: &[("Димитров", "Dimitrov"), ("Стоянов", "Stoyanov"), ("Ангелов", "Angelov")],
        language: None,
    },
    Culture {
        share: 18,
        countries: &["GR", "GR", "CY"],
        order: Order::GivenFamily,
        women: &[("Ελένη", "Eleni"), ("Κατερίνα", "Katerina"), ("Δήμητρα", "Dimitra")],
        women_families: GREEK_WOMEN,
        men: &[("Γιώργος", "Giorgos"), ("Σταύρος", "Stavros"), ("Αλέξανδρος", "Alexandros")],
        men_families: GREEK_MEN,
        language: None,
    },
    Culture {
        share: 14,
        countries: &["GE"],
        order: Order::GivenFamily,
        women: &[("ნინო", "Nino"), ("თამარ", "Tamar"), ("ქეთევან", "Ketevan")],
        women_families: GEORGIAN,
        men: &[("გიორგი", "Giorgi"), ("ლევან", "Levan"), ("ირაკლი", "Irakli")],
        men_families: GEORGIAN,
        language: None,
    },
    Culture {
        share: 12,
        countries: &["AM", "FR"],
        order: Order::GivenFamily,
        women: &[("Անի", "Ani"), ("Նարե", "Nare"), ("Լիլիթ", "Lilit")],
        women_families: ARMENIAN,
        men: &[("Արամ", "Aram"), ("Տիգրան", "Tigran"), ("Հայկ", "Hayk")],
        men_families: ARMENIAN,
        language: None,
    },
];
