//! What names and descriptions of fields say.

use crate::form::problem::Kind;

/// What a field holds, by how its name ends; the first that fits. Names with a meaning of their
/// own stand first.
const KINDS: &[(&str, Kind)] = &[
    ("GoodsTNVEDCode", Kind::Commodity),
    ("GoodsNumeric", Kind::GoodsNumber),
    ("TotalGoodsNumber", Kind::Whole),
    ("TotalPackageNumber", Kind::Whole),
    ("TotalSheetNumber", Kind::Whole),
    ("SheetCount", Kind::Whole),
    ("CurrencyCode", Kind::Currency),
    ("CountryCode", Kind::Country),
    ("CurrencyRate", Kind::Decimal),
    ("TaxBase", Kind::Decimal),
    ("Amount", Kind::Decimal),
    ("Cost", Kind::Decimal),
    ("Quantity", Kind::Decimal),
    ("Indicator", Kind::Flag),
    ("Flag", Kind::Flag),
    ("Date", Kind::Date),
    ("Code", Kind::Code),
];

/// Sections that every declaration of goods has: what to show, and their box.
const SECTIONS: &[(&str, &str, Option<&str>)] = &[
    ("", "Декларация на товары", None),
    ("ESADout_CUGoodsShipment", "Товарная партия", None),
    ("ESADout_CUConsignor", "Отправитель", Some("2")),
    ("ESADout_CUConsignee", "Получатель", Some("8")),
    ("ESADout_CUFinancialAdjustingResponsiblePerson", "Лицо, ответственное за финансовое урегулирование", Some("9")),
    ("ESADout_CUDeclarant", "Декларант", Some("14")),
    ("ESADout_CUGoodsLocation", "Местонахождение товаров", Some("30")),
    ("ESADout_CUConsigment", "Перевозка", None),
    ("ESADout_CUDepartureArrivalTransport", "Транспорт при отправлении или прибытии", Some("18")),
    ("ESADout_CUBorderTransport", "Транспорт на границе", Some("21")),
    ("BorderCustomsOffice", "Таможенный орган на границе", Some("29")),
    ("ESADout_CUMainContractTerms", "Условия сделки", None),
    ("CUESADDeliveryTerms", "Условия поставки", Some("20")),
    ("ESADout_CUGoods", "Товар", None),
    ("GoodsGroupDescription", "Группа товаров", Some("31")),
    ("GoodsGroupInformation", "Сведения о товаре", Some("31")),
    ("Preferencii", "Преференции", Some("36")),
    ("ESADCustomsProcedure", "Процедура", Some("37")),
    ("ESADout_CUPrecedingDocument", "Предшествующий документ", Some("40")),
    ("SupplementaryGoodsQuantity", "Дополнительная единица", Some("41")),
    ("ESADout_CUPresentedDocument", "Представленный документ", Some("44")),
    ("ESADout_CUCustomsPaymentCalculation", "Исчисление платежа", Some("47")),
    ("ESADGoodsPackaging", "Упаковка", Some("31")),
    ("FilledPerson", "Лицо, заполнившее декларацию", Some("54")),
];

/// What a field holds, by its name.
pub(in crate::form) fn kind_of(name: &str) -> Kind {
    KINDS.iter().find(|(end, _)| name.ends_with(end)).map_or(Kind::Text, |(_, kind)| *kind)
}

/// What to show for a section, and its box. The label is Russian, as those of fields are.
pub(super) fn section(name: &str) -> (&str, Option<&'static str>) {
    SECTIONS.iter().find(|(known, _, _)| *known == name).map_or((name, None), |(_, label, number)| (*label, *number))
}

/// The box that a description names: `графа 31`, `гр. 44`, `[2]`; with a letter or a part
/// (`15а`, `31.1`) where it has one.
pub(super) fn box_of(description: &str) -> Option<String> {
    let lower = description.to_lowercase();
    let after_word = ["графа", "графы", "графе", "графу", "гр.", "гр "]
        .iter()
        .filter_map(|word| lower.find(word).and_then(|at| lower.get(at.saturating_add(word.len())..)))
        .find_map(|rest| number_at(rest.trim_start_matches([' ', '\u{a0}', '№', '[', '.'])));
    after_word.or_else(|| {
        let (_, rest) = lower.split_once('[')?;
        let (within, _) = rest.split_once(']')?;
        number_at(within.trim()).filter(|number| number.len() == within.trim().len())
    })
}

/// A number from 1 to 54 at the beginning, with what belongs to it.
fn number_at(text: &str) -> Option<String> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let number: u8 = digits.parse().ok().filter(|number| (1..=54).contains(number))?;
    let mut rest = text.get(digits.len()..).unwrap_or_default().chars();
    let part = match (rest.next(), rest.next()) {
        (Some(c @ ('а' | 'б' | 'в' | 'a' | 'b')), next) if !next.is_some_and(char::is_alphanumeric) => c.to_string(),
        (Some('.' | '/'), Some(c)) if c.is_ascii_digit() => format!(".{c}"),
        _ => String::new(),
    };
    Some(format!("{number}{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_name_boxes_in_several_ways() {
        for (description, number) in [
            ("Графа 31. Описание", Some("31")),
            ("Код страны (гр. 15а)", Some("15а")),
            ("гр.44 документ", Some("44")),
            ("[8] Получатель", Some("8")),
            ("Значение графы №37", Some("37")),
            ("графа 31.1", Some("31.1")),
            ("Графа 99", None),
            ("Программа 31", None),
            ("До 250 символов", None),
        ] {
            assert_eq!(box_of(description).as_deref(), number, "{description}");
        }
    }

    #[test]
    fn names_say_what_fields_hold() {
        for (name, kind) in [
            ("InvoicedCost", Kind::Decimal),
            ("ContractCurrencyCode", Kind::Currency),
            ("PrDocumentDate", Kind::Date),
            ("EqualIndicator", Kind::Flag),
            ("PresentedDocumentModeCode", Kind::Code),
            ("Rate", Kind::Text),
            ("PrDocumentNumber", Kind::Text),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }
}
