//! South and West Asia and Africa: Indian languages, Arabic, Persian, Urdu, Hebrew, Amharic, West and East African.

use super::{Culture, Order, Part};

const HINDI: &[Part] = &[
    ("शर्मा", "Sharma"),
    ("वर्मा", "Verma"),
    ("मिश्रा", "Mishra"),
    ("जोशी", "Joshi"),
    ("चौहान", "Chauhan"),
    ("त्रिपाठी", "Tripathi"),
    ("देशपांडे", "Deshpande"),
];
const NEPALI: &[Part] = &[("श्रेष्ठ", "Shrestha"), ("तामाङ", "Tamang"), ("गुरुङ", "Gurung")];
const BENGALI: &[Part] = &[("চৌধুরী", "Chowdhury"), ("সরকার", "Sarkar"), ("হাসান", "Hasan"), ("দত্ত", "Dutta")];
const TAMIL: &[Part] = &[
    ("சுப்பிரமணியன்", "Subramanian"),
    ("இராமசாமி", "Ramasamy"),
    ("முருகேசன்", "Murugesan"),
    ("நடராஜன்", "Natarajan"),
];
const ARABIC: &[Part] = &[
    ("المنصوري", "Al Mansouri"),
    ("الحداد", "Al Haddad"),
    ("الزهراني", "Al Zahrani"),
    ("العمري", "Al Omari"),
    ("بن يوسف", "Ben Youssef"),
    ("النجار", "El Naggar"),
    ("الشامي", "El Shamy"),
    ("الإدريسي", "El Idrissi"),
];
const PERSIAN: &[Part] = &[
    ("رضایی", "Rezaei"),
    ("کریمی", "Karimi"),
    ("موسوی", "Mousavi"),
    ("یزدانی", "Yazdani"),
    ("شیرازی", "Shirazi"),
];
const URDU: &[Part] =
    &[("قریشی", "Qureshi"), ("صدیقی", "Siddiqui"), ("ملک", "Malik"), ("چوہدری", "Chaudhry")];
const HEBREW: &[Part] = &[
    ("כהן", "Cohen"),
    ("לוי", "Levi"),
    ("מזרחי", "Mizrahi"),
    ("ברק", "Barak"),
    ("אבני", "Avni"),
    ("שלו", "Shalev"),
];
const AMHARIC: &[Part] =
    &[("ተስፋዬ", "Tesfaye"), ("በቀለ", "Bekele"), ("አለሙ", "Alemu"), ("ግርማ", "Girma"), ("ደስታ", "Desta")];
const NIGERIAN: &[Part] = &[
    ("Adébáyọ̀", "Adebayo"),
    ("Okonkwo", "Okonkwo"),
    ("Ọlátúnjí", "Olatunji"),
    ("Nwachukwu", "Nwachukwu"),
    ("Danladi", "Danladi"),
];
const EAST_AFRICAN: &[Part] = &[
    ("Wanjiru", "Wanjiru"),
    ("Mutua", "Mutua"),
    ("Otieno", "Otieno"),
    ("Mwangaza", "Mwangaza"),
    ("Kiptoo", "Kiptoo"),
];

pub(super) const CULTURES: &[Culture] = &[
    Culture {
        share: 58,
        countries: &["IN", "IN", "IN", "SG", "US"],
        order: Order::GivenFamily,
        women: &[
            ("अनन्या", "Ananya"),
            ("दीपिका", "Deepika"),
            ("मीरा", "Meera"),
            ("कविता", "Kavita"),
            ("नेहा", "Neha"),
        ],
        women_families: HINDI,
        men: &[
            ("अर्जुन", "Arjun"),
            ("विक्रम", "Vikram"),
            ("रोहन", "Rohan"),
            ("सिद्धार्थ", "Siddharth"),
            ("अमित", "Amit"),
        ],
        men_families: HINDI,
        language: None,
    },
    Culture {
        share: 8,
        countries: &["NP"],
        order: Order::GivenFamily,
        women: &[("सरिता", "Sarita"), ("प्रतिमा", "Pratima")],
        women_families: NEPALI,
        men: &[("विवेक", "Bibek"), ("सुरेश", "Suresh")],
        men_families: NEPALI,
        language: None,
    },
    Culture {
        share: 14,
        countries: &["BD", "IN"],
        order: Order::GivenFamily,
        women: &[("নুসরাত", "Nusrat"), ("তানিয়া", "Tania"), ("মৌসুমী", "Mousumi")],
        women_families: BENGALI,
        men: &[("রফিক", "Rafiq"), ("অনিক", "Anik"), ("সৌরভ", "Sourav")],
        men_families: BENGALI,
        language: None,
    },
    Culture {
        share: 12,
        countries: &["IN", "LK", "MY"],
        order: Order::GivenFamily,
        women: &[("கவிதா", "Kavitha"), ("மலர்விழி", "Malarvizhi"), ("பிரியா", "Priya")],
        women_families: TAMIL,
        men: &[("கார்த்திக்", "Karthik"), ("அருண்", "Arun"), ("செந்தில்", "Senthil")],
        men_families: TAMIL,
        language: None,
    },
    Culture {
        share: 42,
        countries: &["AE", "EG", "SA", "JO", "MA", "TN", "BH"],
        order: Order::GivenFamily,
        women: &[
            ("ليلى", "Layla"),
            ("فاطمة", "Fatima"),
            ("نور", "Nour"),
            ("مريم", "Maryam"),
            ("هدى", "Huda"),
        ],
        women_families: ARABIC,
        men: &[("يوسف", "Youssef"), ("خالد", "Khalid"), ("طارق", "Tariq"), ("سامي", "Sami"), ("عمر", "Omar")],
        men_families: ARABIC,
        language: None,
    },
    Culture {
        share: 16,
        countries: &["CA", "DE", "AE", "GB"],
        order: Order::GivenFamily,
        women: &[("شیرین", "Shirin"), ("نسرین", "Nasrin"), ("پریسا", "Parisa")],
        women_families: PERSIAN,
        men: &[("آرش", "Arash"), ("کاوه", "Kaveh"), ("بهرام", "Bahram")],
        men_families: PERSIAN,
        language: None,
    },
    Culture {
        share: 12,
        countries: &["PK", "AE"],
        order: Order::GivenFamily,
        women: &[("عائشہ", "Ayesha"), ("زینب", "Zainab"), ("مہوش", "Mehwish")],
        women_families: URDU,
        men: &[("حمزہ", "Hamza"), ("بلال", "Bilal"), ("فیصل", "Faisal")],
        men_families: URDU,
        language: None,
    },
    Culture {
        share: 18,
        countries: &["IL"],
        order: Order::GivenFamily,
        women: &[("נועה", "Noa"), ("תמר", "Tamar"), ("שירה", "Shira")],
        women_families: HEBREW,
        men: &[("איתן", "Eitan"), ("יונתן", "Yonatan"), ("עמית", "Amit")],
        men_families: HEBREW,
        language: None,
    },
    Culture {
        share: 16,
        countries: &["ET"],
        order: Order::GivenFamily,
        women: &[("ሰላማዊት", "Selamawit"), ("ሄለን", "Helen"), ("ትዕግስት", "Tigist")],
        women_families: AMHARIC,
        men: &[("ዳዊት", "Dawit"), ("ዮናስ", "Yonas"), ("አበበ", "Abebe")],
        men_families: AMHARIC,
        language: None,
    },
    Culture {
        share: 26,
        countries: &["NG", "NG", "GB"],
        order: Order::GivenFamily,
        women: &[
            ("Chidinma", "Chidinma"),
            ("Fúnmiláyọ̀", "Funmilayo"),
            ("Ngozi", "Ngozi"),
            ("Zainab", "Zainab"),
        ],
        women_families: NIGERIAN,
        men: &[("Emeka", "Emeka"), ("Babátúndé", "Babatunde"), ("Ifeanyi", "Ifeanyi"), ("Musa", "Musa")],
        men_families: NIGERIAN,
        language: None,
    },
    Culture {
        share: 24,
        countries: &["KE", "KE", "TZ", "UG", "RW"],
        order: Order::GivenFamily,
        women: &[("Wambui", "Wambui"), ("Achieng", "Achieng"), ("Neema", "Neema"), ("Grace", "Grace")],
        women_families: EAST_AFRICAN,
        men: &[("Baraka", "Baraka"), ("Kamau", "Kamau"), ("Joseph", "Joseph"), ("Juma", "Juma")],
        men_families: EAST_AFRICAN,
        language: None,
    },
];
