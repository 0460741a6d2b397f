//! A declaration of goods, and a template for it. Companies and goods are invented; names of
//! fields are the album's.

use serde_json::{Value, json};

use crate::form::{Form, TemplateBody};

/// A declaration for import with so many goods, complete but for its documents.
pub fn declaration(goods: u16) -> Form {
    let invoiced = |number: u16| format!("{}.50", u32::from(number).saturating_mul(100));
    let total: u64 = (1..=u64::from(goods)).map(|number| number.saturating_mul(100)).sum();
    let halves = u64::from(goods);
    let total = format!("{}.{}", total.saturating_add(halves / 2), if halves % 2 == 0 { "00" } else { "50" });
    let list: Vec<Value> = (1..=goods).map(|number| good(number, &invoiced(number))).collect();
    form(json!({
        "CustomsProcedure": "ИМ",
        "CustomsModeCode": "40",
        "ElectronicDocumentSign": "ЭД",
        "ESADout_CUGoodsShipment": {
            "OriginCountryName": "КИТАЙ",
            "TotalGoodsNumber": goods.to_string(),
            "TotalPackageNumber": goods.to_string(),
            "CustCostCurrencyCode": "RUB",
            "ESADout_CUConsignee": { "EqualIndicator": "true" },
            "ESADout_CUFinancialAdjustingResponsiblePerson": { "DeclarantEqualFlag": "true" },
            "ESADout_CUConsigment": {
                "ContainerIndicator": "0", "DispatchCountryCode": "CN", "DispatchCountryName": "КИТАЙ",
                "DestinationCountryCode": "RU", "DestinationCountryName": "РОССИЯ",
                "BorderCustomsOffice": { "Code": "10719110", "OfficeName": "Т/П МАПП ЗАБАЙКАЛЬСК" },
                "ESADout_CUDepartureArrivalTransport": { "TransportModeCode": "31", "TransportMeansQuantity": "1" }
            },
            "ESADout_CUMainContractTerms": {
                "ContractCurrencyCode": "USD", "ContractCurrencyRate": "90.1234", "TotalInvoiceAmount": total, "TradeCountryCode": "CN",
                "CUESADDeliveryTerms": { "DeliveryPlace": "ШЭНЬЧЖЭНЬ", "DeliveryTermsStringCode": "FOB" }
            },
            "ESADout_CUGoods": list
        },
        "FilledPerson": { "PersonSurname": "Коваль", "PersonName": "Ірина" }
    }))
}

fn good(number: u16, invoiced: &str) -> Value {
    json!({
        "GoodsNumeric": number.to_string(),
        "GoodsDescription": [format!("Стол письменный из древесины, модель {number}")],
        "GrossWeightQuantity": "12.500", "NetWeightQuantity": "11.250", "InvoicedCost": invoiced,
        "CustomsCost": "9512.35", "StatisticalCost": "105.55", "GoodsTNVEDCode": "9403300000",
        "OriginCountryCode": "CN", "OriginCountryName": "КИТАЙ", "CustomsCostCorrectMethod": "1",
        "GoodsGroupDescription": [{ "GoodsGroupInformation": [{ "Manufacturer": "SAMPLE FURNITURE", "GoodsMarking": format!("D-{number}") }] }],
        "SupplementaryGoodsQuantity": { "GoodsQuantity": "1", "MeasureUnitQualifierName": "ШТ", "MeasureUnitQualifierCode": "796" },
        "ESADGoodsPackaging": { "PakageQuantity": "1", "PakageTypeCode": "1" },
        "ESADCustomsProcedure": { "MainCustomsModeCode": "40", "PrecedingCustomsModeCode": "00", "GoodsTransferFeature": "000" }
    })
}

/// A template in which [`declaration`] fits: leaves hold descriptions, as the vendor's do.
pub fn template() -> TemplateBody {
    let party = json!({ "OrganizationName": "Наименование организации", "EqualIndicator": "Совпадает с декларантом" });
    let transport = json!({ "TransportModeCode": "Код вида транспорта", "TransportMeansQuantity": "Количество транспортных средств" });
    let goods = json!({
        "GoodsNumeric": "Номер товара (графа 32)", "GoodsDescription": ["Описание товара (графа 31)"],
        "GrossWeightQuantity": "Вес брутто, кг (графа 35)", "NetWeightQuantity": "Вес нетто, кг (графа 38)",
        "InvoicedCost": "Цена товара (графа 42)", "CustomsCost": "Таможенная стоимость (графа 45)",
        "StatisticalCost": "Статистическая стоимость (графа 46)", "GoodsTNVEDCode": "Код ТН ВЭД ЕАЭС (графа 33)",
        "OriginCountryCode": "Код страны происхождения (графа 34)", "OriginCountryName": "Страна происхождения",
        "CustomsCostCorrectMethod": "Метод определения таможенной стоимости (графа 43)",
        "GoodsGroupDescription": [{ "GoodsGroupInformation": [{
            "Manufacturer": "Производитель", "GoodsMark": "Марка", "GoodsModel": "Модель", "GoodsMarking": "Артикул"
        }] }],
        "Preferencii": { "CustomsTax": "Сборы", "CustomsDuty": "Пошлина", "Excise": "Акциз", "Rate": "НДС" },
        "ESADout_CUPresentedDocument": [{
            "PrDocumentName": "Наименование документа", "PrDocumentNumber": "Номер документа", "PrDocumentDate": "Дата документа",
            "PresentedDocumentModeCode": "Код вида документа (графа 44)"
        }],
        "ESADout_CUCustomsPaymentCalculation": [{
            "PaymentModeCode": "Вид платежа (графа 47)", "TaxBase": "Основа начисления", "Rate": "Ставка",
            "PaymentAmount": "Сумма", "PaymentCurrencyCode": "Валюта"
        }],
        "SupplementaryGoodsQuantity": {
            "GoodsQuantity": "Количество (графа 41)", "MeasureUnitQualifierName": "Единица измерения", "MeasureUnitQualifierCode": "Код единицы"
        },
        "ESADGoodsPackaging": { "PakageQuantity": "Количество мест", "PakageTypeCode": "Наличие упаковки" },
        "ESADCustomsProcedure": {
            "MainCustomsModeCode": "Процедура (графа 37)", "PrecedingCustomsModeCode": "Предшествующая процедура",
            "GoodsTransferFeature": "Особенность перемещения"
        }
    });
    let body = json!({
        "CustomsProcedure": "Направление перемещения (графа 1)", "CustomsModeCode": "Процедура (графа 1)",
        "ElectronicDocumentSign": "Признак электронного документа",
        "ESADout_CUGoodsShipment": {
            "OriginCountryName": "Страна происхождения (графа 16)", "TotalGoodsNumber": "Всего товаров (графа 5)",
            "TotalPackageNumber": "Всего мест (графа 6)", "TotalCustCost": "Общая таможенная стоимость (графа 12)",
            "CustCostCurrencyCode": "Валюта таможенной стоимости",
            "ESADout_CUConsignor": party, "ESADout_CUConsignee": party, "ESADout_CUDeclarant": party,
            "ESADout_CUFinancialAdjustingResponsiblePerson": { "DeclarantEqualFlag": "Совпадает с декларантом" },
            "ESADout_CUConsigment": {
                "ContainerIndicator": "Признак контейнерных перевозок (графа 19)", "DispatchCountryCode": "Код страны отправления (графа 15а)",
                "DispatchCountryName": "Страна отправления (графа 15)", "DestinationCountryCode": "Код страны назначения (графа 17а)",
                "DestinationCountryName": "Страна назначения (графа 17)",
                "BorderCustomsOffice": { "Code": "Код таможенного органа (графа 29)", "OfficeName": "Наименование таможенного органа" },
                "ESADout_CUDepartureArrivalTransport": transport, "ESADout_CUBorderTransport": transport
            },
            "ESADout_CUMainContractTerms": {
                "ContractCurrencyCode": "Валюта договора (графа 22)", "ContractCurrencyRate": "Курс (графа 23)",
                "TotalInvoiceAmount": "Общая сумма по счету (графа 22)", "TradeCountryCode": "Торгующая страна (графа 11)",
                "CUESADDeliveryTerms": { "DeliveryPlace": "Место поставки", "DeliveryTermsStringCode": "Условие поставки (графа 20)" }
            },
            "ESADout_CUGoods": [goods]
        },
        "FilledPerson": { "PersonSurname": "Фамилия (графа 54)", "PersonName": "Имя" }
    });
    TemplateBody::from_value(body).unwrap_or_default()
}

/// A sample that is no form would show as an empty one, and fail the test below.
fn form(body: Value) -> Form {
    Form::from_value(body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::check;

    #[test]
    fn the_sample_fits_its_template_and_the_boxes() {
        for goods in [1, 2, 20, 999] {
            let form = declaration(goods);
            assert_eq!(form.summary().count, goods);
            assert_eq!(check(&form, &template()), []);
        }
        assert!(template().schema().sections.len() > 20);
    }
}
