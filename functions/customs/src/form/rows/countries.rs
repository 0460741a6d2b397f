//! Countries by name, for goods lists in which people write names.
//!
//! Only those that trade most with the countries of the house; any other is written by its code.

use kernel::identifier::Country;

/// Code, then names in Russian, Ukrainian and English, in capitals.
const NAMES: &[(&str, &[&str])] = &[
    (
        "AE",
        &[
            "ОАЭ",
            "ОБЪЕДИНЕННЫЕ АРАБСКИЕ ЭМИРАТЫ",
            "ОБЪЕДИНЁННЫЕ АРАБСКИЕ ЭМИРАТЫ",
            "ОАЕ",
            "ОБ'ЄДНАНІ АРАБСЬКІ ЕМІРАТИ",
            "UAE",
            "UNITED ARAB EMIRATES",
        ],
    ),
    ("AM", &["АРМЕНИЯ", "ВІРМЕНІЯ", "ARMENIA"]),
    ("AT", &["АВСТРИЯ", "АВСТРІЯ", "AUSTRIA"]),
    ("AZ", &["АЗЕРБАЙДЖАН", "AZERBAIJAN"]),
    ("BD", &["БАНГЛАДЕШ", "BANGLADESH"]),
    ("BE", &["БЕЛЬГИЯ", "БЕЛЬГІЯ", "BELGIUM"]),
    ("BG", &["БОЛГАРИЯ", "БОЛГАРІЯ", "BULGARIA"]),
    ("BR", &["БРАЗИЛИЯ", "БРАЗИЛІЯ", "BRAZIL"]),
    ("BY", &["БЕЛАРУСЬ", "БІЛОРУСЬ", "BELARUS"]),
    ("CH", &["ШВЕЙЦАРИЯ", "ШВЕЙЦАРІЯ", "SWITZERLAND"]),
    ("CN", &["КИТАЙ", "КНР", "CHINA", "PRC"]),
    ("CZ", &["ЧЕХИЯ", "ЧЕХІЯ", "CZECHIA", "CZECH REPUBLIC"]),
    ("DE", &["ГЕРМАНИЯ", "НІМЕЧЧИНА", "GERMANY"]),
    ("DK", &["ДАНИЯ", "ДАНІЯ", "DENMARK"]),
    ("EE", &["ЭСТОНИЯ", "ЕСТОНІЯ", "ESTONIA"]),
    ("EG", &["ЕГИПЕТ", "ЄГИПЕТ", "EGYPT"]),
    ("ES", &["ИСПАНИЯ", "ІСПАНІЯ", "SPAIN"]),
    ("FI", &["ФИНЛЯНДИЯ", "ФІНЛЯНДІЯ", "FINLAND"]),
    ("FR", &["ФРАНЦИЯ", "ФРАНЦІЯ", "FRANCE"]),
    ("GB", &["ВЕЛИКОБРИТАНИЯ", "СОЕДИНЕННОЕ КОРОЛЕВСТВО", "ВЕЛИКА БРИТАНІЯ", "GREAT BRITAIN", "UNITED KINGDOM", "UK"]),
    ("GE", &["ГРУЗИЯ", "ГРУЗІЯ", "GEORGIA"]),
    ("HK", &["ГОНКОНГ", "HONG KONG"]),
    ("HU", &["ВЕНГРИЯ", "УГОРЩИНА", "HUNGARY"]),
    ("ID", &["ИНДОНЕЗИЯ", "ІНДОНЕЗІЯ", "INDONESIA"]),
    ("IN", &["ИНДИЯ", "ІНДІЯ", "INDIA"]),
    ("IR", &["ИРАН", "ІРАН", "IRAN"]),
    ("IT", &["ИТАЛИЯ", "ІТАЛІЯ", "ITALY"]),
    ("JP", &["ЯПОНИЯ", "ЯПОНІЯ", "JAPAN"]),
    ("KG", &["КИРГИЗИЯ", "КЫРГЫЗСТАН", "КИРГИЗСТАН", "KYRGYZSTAN"]),
    ("KR", &["КОРЕЯ", "РЕСПУБЛИКА КОРЕЯ", "ЮЖНАЯ КОРЕЯ", "ПІВДЕННА КОРЕЯ", "KOREA", "SOUTH KOREA"]),
    ("KZ", &["КАЗАХСТАН", "KAZAKHSTAN"]),
    ("LT", &["ЛИТВА", "LITHUANIA"]),
    ("LV", &["ЛАТВИЯ", "ЛАТВІЯ", "LATVIA"]),
    ("MD", &["МОЛДОВА", "МОЛДАВИЯ", "MOLDOVA"]),
    ("MY", &["МАЛАЙЗИЯ", "МАЛАЙЗІЯ", "MALAYSIA"]),
    ("NL", &["НИДЕРЛАНДЫ", "ГОЛЛАНДИЯ", "НІДЕРЛАНДИ", "NETHERLANDS"]),
    ("NO", &["НОРВЕГИЯ", "НОРВЕГІЯ", "NORWAY"]),
    ("PL", &["ПОЛЬША", "ПОЛЬЩА", "POLAND"]),
    ("PT", &["ПОРТУГАЛИЯ", "ПОРТУГАЛІЯ", "PORTUGAL"]),
    ("RO", &["РУМЫНИЯ", "РУМУНІЯ", "ROMANIA"]),
    ("RS", &["СЕРБИЯ", "СЕРБІЯ", "SERBIA"]),
    ("RU", &["РОССИЯ", "РФ", "РОССИЙСКАЯ ФЕДЕРАЦИЯ", "РОСІЯ", "RUSSIA", "RUSSIAN FEDERATION"]),
    ("SE", &["ШВЕЦИЯ", "ШВЕЦІЯ", "SWEDEN"]),
    ("SG", &["СИНГАПУР", "СІНГАПУР", "SINGAPORE"]),
    ("SI", &["СЛОВЕНИЯ", "СЛОВЕНІЯ", "SLOVENIA"]),
    ("SK", &["СЛОВАКИЯ", "СЛОВАЧЧИНА", "SLOVAKIA"]),
    ("TH", &["ТАИЛАНД", "ТАЇЛАНД", "THAILAND"]),
    ("TJ", &["ТАДЖИКИСТАН", "TAJIKISTAN"]),
    ("TM", &["ТУРКМЕНИСТАН", "ТУРКМЕНІСТАН", "TURKMENISTAN"]),
    ("TR", &["ТУРЦИЯ", "ТУРЕЧЧИНА", "TURKEY", "TÜRKIYE"]),
    ("TW", &["ТАЙВАНЬ", "TAIWAN"]),
    ("UA", &["УКРАИНА", "УКРАЇНА", "UKRAINE"]),
    ("US", &["США", "СОЕДИНЕННЫЕ ШТАТЫ", "СОЕДИНЕННЫЕ ШТАТЫ АМЕРИКИ", "USA", "UNITED STATES"]),
    ("UZ", &["УЗБЕКИСТАН", "UZBEKISTAN"]),
    ("VN", &["ВЬЕТНАМ", "В'ЄТНАМ", "VIETNAM", "VIET NAM"]),
];

/// The country of a name in capitals.
pub(super) fn named(name: &str) -> Option<Country> {
    let name = name.replace('’', "'");
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).and_then(|(code, _)| code.parse().ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_is_of_one_country() {
        let mut seen = BTreeSet::new();
        for (code, names) in NAMES {
            assert!(code.parse::<Country>().is_ok(), "{code}");
            assert!(names.iter().all(|name| seen.insert(*name) && name.to_uppercase() == **name), "{names:?}");
        }
    }
}
