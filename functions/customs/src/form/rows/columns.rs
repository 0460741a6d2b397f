//! Columns of a goods list by their names in three languages.

use kernel::Language;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Number of the goods, box 32.
    Number,
    /// Description, box 31.
    Description,
    /// Commodity code, box 33.
    Commodity,
    /// Country of origin, box 34.
    Origin,
    /// The maker's mark or article, box 31.
    Article,
    /// Gross weight in kilograms, box 35.
    Gross,
    /// Net weight in kilograms, box 38.
    Net,
    /// Price of all of it, box 42.
    Invoiced,
    /// Customs value, box 45.
    CustomsValue,
    /// Statistical value, box 46.
    StatisticalValue,
    /// Quantity in the supplementary unit, box 41.
    Quantity,
    /// Code of that unit.
    UnitCode,
    /// Name of that unit.
    UnitName,
    /// Method of valuation, box 43.
    ValuationMethod,
}

impl Column {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 14] = [
        Self::Number,
        Self::Description,
        Self::Article,
        Self::Commodity,
        Self::Origin,
        Self::Gross,
        Self::Net,
        Self::Quantity,
        Self::UnitCode,
        Self::UnitName,
        Self::Invoiced,
        Self::CustomsValue,
        Self::StatisticalValue,
        Self::ValuationMethod,
    ];

    /// The field of the form that it fills.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Number => "GoodsNumeric",
            Self::Description => "GoodsDescription",
            Self::Commodity => "GoodsTNVEDCode",
            Self::Origin => "OriginCountryCode",
            Self::Article => "GoodsMarking",
            Self::Gross => "GrossWeightQuantity",
            Self::Net => "NetWeightQuantity",
            Self::Invoiced => "InvoicedCost",
            Self::CustomsValue => "CustomsCost",
            Self::StatisticalValue => "StatisticalCost",
            Self::Quantity => "GoodsQuantity",
            Self::UnitCode => "MeasureUnitQualifierCode",
            Self::UnitName => "MeasureUnitQualifierName",
            Self::ValuationMethod => "CustomsCostCorrectMethod",
        }
    }

    /// The name under which it is written.
    pub const fn title(self, language: Language) -> &'static str {
        let (en, uk, ru) = match self {
            Self::Number => ("No", "№", "№"),
            Self::Description => ("Description", "Опис товару", "Описание товара"),
            Self::Commodity => ("Commodity code", "Код ТН ЗЕД", "Код ТН ВЭД"),
            Self::Origin => ("Country of origin", "Країна походження", "Страна происхождения"),
            Self::Article => ("Article", "Артикул", "Артикул"),
            Self::Gross => ("Gross weight, kg", "Вага брутто, кг", "Вес брутто, кг"),
            Self::Net => ("Net weight, kg", "Вага нетто, кг", "Вес нетто, кг"),
            Self::Invoiced => ("Invoice value", "Фактурна вартість", "Фактурная стоимость"),
            Self::CustomsValue => ("Customs value", "Митна вартість", "Таможенная стоимость"),
            Self::StatisticalValue => ("Statistical value", "Статистична вартість", "Статистическая стоимость"),
            Self::Quantity => ("Quantity", "Кількість", "Количество"),
            Self::UnitCode => ("Unit code", "Код одиниці виміру", "Код единицы измерения"),
            Self::UnitName => ("Unit", "Одиниця виміру", "Единица измерения"),
            Self::ValuationMethod => ("Valuation method", "Метод визначення вартості", "Метод определения стоимости"),
        };
        match language {
            Language::En => en,
            Language::Uk => uk,
            Language::Ru => ru,
        }
    }

    /// Names by which lists of others call it, as [`normal`] makes them. A price a piece, a code
    /// of another country's table and weights in other units are not here on purpose.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Number => &[
                "№",
                "n",
                "no",
                "nr",
                "number",
                "goods number",
                "goods no",
                "item",
                "item no",
                "line",
                "номер",
                "номер товара",
                "№ товара",
                "№ п п",
                "п п",
                "номер товару",
                "№ товару",
                "№ з п",
                "з п",
                "goodsnumeric",
            ],
            Self::Description => &[
                "description",
                "goods description",
                "description of goods",
                "name",
                "goods",
                "product",
                "описание",
                "описание товара",
                "наименование",
                "наименование товара",
                "наименование и описание товара",
                "название",
                "товар",
                "опис",
                "опис товару",
                "найменування",
                "найменування товару",
                "назва",
                "назва товару",
                "goodsdescription",
            ],
            Self::Commodity => &[
                "commodity code",
                "tariff code",
                "hs code",
                "hs",
                "tnved",
                "код тн вэд",
                "тн вэд",
                "код тнвэд",
                "тнвэд",
                "код тн вэд еаэс",
                "тн вэд еаэс",
                "код товара",
                "код товара по тн вэд",
                "код товара по тн вэд еаэс",
                "код тн зед",
                "тн зед",
                "код товару",
                "goodstnvedcode",
            ],
            Self::Origin => &[
                "country of origin",
                "origin",
                "country",
                "origin country",
                "страна происхождения",
                "страна",
                "страна происх",
                "код страны происхождения",
                "код страны",
                "країна походження",
                "країна",
                "код країни походження",
                "origincountrycode",
            ],
            Self::Article => &[
                "article",
                "art",
                "sku",
                "part number",
                "part no",
                "marking",
                "артикул",
                "арт",
                "артикул товара",
                "артикул товару",
                "маркировка",
                "маркування",
                "goodsmarking",
            ],
            Self::Gross => &[
                "gross",
                "gross weight",
                "gw",
                "брутто",
                "вес брутто",
                "масса брутто",
                "вага брутто",
                "маса брутто",
                "grossweightquantity",
            ],
            Self::Net => &["net", "net weight", "nw", "нетто", "вес нетто", "масса нетто", "вага нетто", "маса нетто", "netweightquantity"],
            Self::Invoiced => &[
                "invoice value",
                "invoice amount",
                "invoiced",
                "amount",
                "total",
                "total amount",
                "total price",
                "value",
                "стоимость",
                "сумма",
                "фактурная стоимость",
                "стоимость по инвойсу",
                "стоимость товара",
                "цена товара",
                "вартість",
                "сума",
                "фактурна вартість",
                "вартість товару",
                "вартість за інвойсом",
                "ціна товару",
                "invoicedcost",
            ],
            Self::CustomsValue => &["customs value", "таможенная стоимость", "митна вартість", "customscost"],
            Self::StatisticalValue => &["statistical value", "статистическая стоимость", "статистична вартість", "statisticalcost"],
            Self::Quantity => &[
                "quantity",
                "qty",
                "supplementary quantity",
                "количество",
                "кол во",
                "количество в дед",
                "количество в доп ед",
                "дополнительное количество",
                "количество товара",
                "кількість",
                "к сть",
                "кількість товару",
                "додаткова кількість",
                "goodsquantity",
            ],
            Self::UnitCode => &[
                "unit code",
                "код единицы измерения",
                "код единицы",
                "код ед изм",
                "код ед",
                "код дед",
                "код одиниці виміру",
                "код одиниці",
                "код од вим",
                "measureunitqualifiercode",
            ],
            Self::UnitName => &[
                "unit",
                "uom",
                "unit of measure",
                "единица измерения",
                "единица",
                "ед изм",
                "ед",
                "дед",
                "одиниця виміру",
                "одиниця",
                "од вим",
                "од",
                "measureunitqualifiername",
            ],
            Self::ValuationMethod => &[
                "valuation method",
                "method",
                "метод определения стоимости",
                "метод определения таможенной стоимости",
                "метод",
                "мос",
                "метод визначення вартості",
                "метод визначення митної вартості",
                "customscostcorrectmethod",
            ],
        }
    }

    /// The column of a name.
    pub fn named(name: &str) -> Option<Self> {
        let name = normal(name);
        Self::ALL.into_iter().find(|column| column.names().contains(&name.as_str()))
    }
}

/// Longest name of a column, in characters; beyond it is a text, not a name.
const NAME_CHARACTERS_MAX: usize = 120;

/// A name without what does not matter: case, punctuation, brackets and what is in them, the
/// number of the box, kilograms.
fn normal(name: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in name.chars().take(NAME_CHARACTERS_MAX).flat_map(char::to_lowercase) {
        match c {
            '(' | '[' => depth = depth.saturating_add(1),
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            'ё' => out.push('е'),
            '№' | '#' => out.push_str(" № "),
            '\'' | '’' | 'ʼ' => {}
            c if c.is_alphanumeric() => out.push(c),
            _ => out.push(' '),
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    let is_box = |word: &str| matches!(word, "графа" | "гр" | "box");
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut kept: Vec<&str> = Vec::new();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        if is_box(word) && words.peek().copied().is_some_and(is_number) {
            words.next();
        } else {
            kept.push(word);
        }
    }
    if kept.len() > 1 {
        while kept.last().is_some_and(|word| matches!(*word, "кг" | "kg" | "kgs")) {
            kept.pop();
        }
    }
    kept.join(" ")
}

/// Whether a row that begins so is a total.
pub(super) fn is_total(text: &str) -> bool {
    let first = normal(text);
    matches!(first.split(' ').next().unwrap_or_default(), "итого" | "всего" | "разом" | "усього" | "всього" | "total" | "totals")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_of_columns_are_told_apart_and_what_is_written_is_read() {
        let mut seen = BTreeSet::new();
        for column in Column::ALL {
            for name in column.names() {
                assert!(seen.insert(*name), "{name} means two things");
                assert_eq!(normal(name), *name, "a name in its normal form");
            }
            for language in Language::ALL {
                assert_eq!(Column::named(column.title(*language)), Some(column));
            }
            assert_eq!(Column::named(column.field()), Some(column));
        }
    }

    #[test]
    fn case_punctuation_boxes_and_kilograms_do_not_matter() {
        for (name, column) in [
            ("  ВЕС БРУТТО (кг.) ", Column::Gross),
            ("Гр. 35 Вес брутто, кг", Column::Gross),
            ("Код ТН ВЭД ЕАЭС [графа 33]", Column::Commodity),
            ("№ п/п", Column::Number),
            ("кол-во", Column::Quantity),
            ("К-сть", Column::Quantity),
            ("NET WEIGHT, KGS", Column::Net),
        ] {
            assert_eq!(Column::named(name), Some(column), "{name}");
        }
        for other in ["Цена", "Price", "Код УКТЗЕД", "Вес брутто, г", "", "Примечание"] {
            assert_eq!(Column::named(other), None, "{other}");
        }
    }
}
