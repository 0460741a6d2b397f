//! A row of the carrier's tracking as a fact; polled rows and pushed rows are the same.

use kernel::{Currency, Moment, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::WaybillNumber;
use super::status::{CarrierClass, Seen, classify};
use crate::outside::{ParseError, kyiv, lenient};

/// Longest text of the carrier that is kept, in characters; its labels are a sentence.
const TEXT_CHARACTERS_MAX: usize = 200;
/// Longest status code that is kept, in characters; the carrier's have three digits.
const CODE_CHARACTERS_MAX: usize = 16;

/// What the carrier says of a parcel at one moment. Holds no names, phones or addresses:
/// those are only in the raw row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrackingFact {
    /// Which parcel.
    pub number: WaybillNumber,
    /// `StatusCode` as it came; see [`Self::class`].
    pub status_code: String,
    /// `Status`: the carrier's words, in the language it chose.
    pub status_text: String,
    /// When the status came about, by the carrier's clock: `TrackingUpdateDate`, else the
    /// field that belongs to the status. `None` when the carrier gave none.
    pub authority_time: Option<Moment>,
    /// `ScheduledDeliveryDate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_delivery: Option<Moment>,
    /// When the recipient took it: `RecipientDateTime`, else `ActualDeliveryDate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Moment>,
    /// `DocumentCost`: price of the delivery as weighed by the carrier, in hryvnias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_cost: Option<Money>,
    /// `AmountToPay`: what the recipient still owes the carrier, in hryvnias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to_pay: Option<Money>,
    /// `AmountPaid`: what the recipient has paid the carrier, in hryvnias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_paid: Option<Money>,
    /// `PaymentStatus` as it came: `PAYED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_status: Option<String>,
    /// `RedeliverySum`: money collected for the sender by transfer, in hryvnias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redelivery_sum: Option<Money>,
    /// `AfterpaymentOnGoodsCost`: money collected for the sender by control of payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_control_sum: Option<Money>,
    /// The transfer of the collected money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money_transfer: Option<MoneyTransfer>,
    /// The waybill on which the parcel, or its documents, go back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_waybill: Option<WaybillNumber>,
    /// The waybill on which the parcel goes on to another address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_waybill: Option<WaybillNumber>,
    /// The waybill that this one was made for: `OwnerDocumentNumber`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_waybill: Option<WaybillNumber>,
    /// `UndeliveryReasons`: why it was not handed out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undelivery_reason: Option<String>,
    /// Fields that held something that could not be read; nothing that moves the status.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<String>,
}

/// Money on its way from the recipient to the sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MoneyTransfer {
    /// `LastTransactionStatusGM` as it came.
    pub status: String,
    /// `LastTransactionDateTimeGM`.
    pub at: Option<Moment>,
    /// `LastAmountTransferGM`, in hryvnias.
    pub amount: Option<Money>,
}

impl TrackingFact {
    /// What the status means here, by the table of this release.
    pub fn class(&self) -> CarrierClass {
        classify(&self.status_code)
    }

    /// Code and time, to be compared by [`super::status::supersedes`].
    pub fn seen(&self) -> Seen<'_> {
        Seen { class: self.class(), code: &self.status_code, at: self.authority_time }
    }

    /// Tells this fact from every other of the same parcel: number, code, authority time.
    pub fn identity(&self) -> String {
        let time = self.authority_time.map(String::from).unwrap_or_default();
        format!("nova-poshta/{}/{}/{time}", self.number, self.status_code)
    }
}

/// Reads a row of `TrackingDocument/getStatusDocuments`, or of a push: the two are alike.
///
/// # Errors
/// Only without a waybill number or a status code there is no fact. Any other field that
/// cannot be read is named in [`TrackingFact::unreadable`].
pub fn normalise_tracking(row: &Value) -> Result<TrackingFact, ParseError> {
    let number = lenient::text(row, "Number").ok_or_else(|| ParseError::new("Number", "missing"))?;
    let number: WaybillNumber = number
        .parse()
        .map_err(|error| ParseError::new("Number", format!("{error}, got {:?}", lenient::line(&number, CODE_CHARACTERS_MAX))))?;
    let code = lenient::text(row, "StatusCode").ok_or_else(|| ParseError::new("StatusCode", "missing"))?;
    let code = lenient::line(&code, CODE_CHARACTERS_MAX);
    let class = classify(&code);
    let mut reader = Reader { row, unreadable: Vec::new() };
    let related = reader.waybill("LastCreatedOnTheBasisNumber");
    let goes_back = reader.says("LastCreatedOnTheBasisDocumentType", "CargoReturn")
        || matches!(class, CarrierClass::Returning | CarrierClass::DeliveredReturnCreated);
    let redirected = reader.says("LastCreatedOnTheBasisDocumentType", "Redirecting");
    let documents_back = reader.waybill("RedeliveryNum").filter(|_| matches!(class, CarrierClass::DeliveredReturnCreated));
    let fact = TrackingFact {
        authority_time: reader.authority_time(class),
        scheduled_delivery: reader.moment("ScheduledDeliveryDate"),
        received_at: reader.received_at(),
        document_cost: reader.money("DocumentCost"),
        amount_to_pay: reader.money("AmountToPay"),
        amount_paid: reader.money("AmountPaid"),
        payment_status: reader.text("PaymentStatus"),
        redelivery_sum: reader.positive_money("RedeliverySum"),
        payment_control_sum: reader.positive_money("AfterpaymentOnGoodsCost"),
        money_transfer: reader.money_transfer(),
        return_waybill: related.clone().filter(|_| goes_back && !redirected).or(documents_back),
        redirect_waybill: related.filter(|_| redirected),
        owner_waybill: reader.waybill("OwnerDocumentNumber"),
        undelivery_reason: reader.text("UndeliveryReasonsSubtypeDescription").or_else(|| reader.text("UndeliveryReasons")),
        status_text: reader.text("Status").unwrap_or_default(),
        status_code: code,
        unreadable: reader.unreadable,
        number,
    };
    Ok(fact)
}

struct Reader<'a> {
    row: &'a Value,
    unreadable: Vec<String>,
}

impl Reader<'_> {
    fn text(&self, field: &str) -> Option<String> {
        lenient::text(self.row, field).map(|text| lenient::line(&text, TEXT_CHARACTERS_MAX))
    }

    fn says(&self, field: &str, word: &str) -> bool {
        lenient::text(self.row, field).is_some_and(|text| text.eq_ignore_ascii_case(word))
    }

    fn note(&mut self, field: &str) {
        self.unreadable.push(field.to_owned());
    }

    fn moment(&mut self, field: &str) -> Option<Moment> {
        let text = lenient::text(self.row, field)?;
        let read = kyiv::moment(&text);
        if read.is_err() {
            self.note(field);
        }
        read.ok().flatten()
    }

    fn money(&mut self, field: &str) -> Option<Money> {
        let text = lenient::text(self.row, field)?;
        let money = lenient::money(&text, Currency::UAH);
        if money.is_none() {
            self.note(field);
        }
        money
    }

    fn positive_money(&mut self, field: &str) -> Option<Money> {
        self.money(field).filter(|money| money.is_positive())
    }

    fn waybill(&mut self, field: &str) -> Option<WaybillNumber> {
        // The carrier writes 0 where there is none; orders of additional services have other numbers.
        let text = lenient::text(self.row, field).filter(|text| text != "0")?;
        let number = text.parse().ok();
        if number.is_none() {
            self.note(field);
        }
        number
    }

    fn received_at(&mut self) -> Option<Moment> {
        let by_recipient = self.moment("RecipientDateTime");
        let actual = self.moment("ActualDeliveryDate");
        by_recipient.or(actual)
    }

    fn authority_time(&mut self, class: CarrierClass) -> Option<Moment> {
        let own: &[&str] = match class {
            CarrierClass::Created | CarrierClass::NotFound | CarrierClass::Void => &["DateCreated"],
            CarrierClass::Delivered => &["RecipientDateTime", "ActualDeliveryDate", "DateScan"],
            CarrierClass::DeliveredMoneyPending | CarrierClass::DeliveredMoneyPaid => {
                &["LastTransactionDateTimeGM", "RecipientDateTime", "ActualDeliveryDate", "DateScan"]
            }
            CarrierClass::DeliveredReturnCreated => &["LastCreatedOnTheBasisDateTime", "RecipientDateTime", "DateScan"],
            CarrierClass::Exception | CarrierClass::Returning => &["UndeliveryReasonsDate", "DateScan"],
            CarrierClass::InTransit | CarrierClass::Arrived | CarrierClass::Amended | CarrierClass::Unrecognised => &["DateScan"],
        };
        let updated = self.moment("TrackingUpdateDate");
        updated.or_else(|| own.iter().find_map(|field| kyiv::moment(&lenient::text(self.row, field)?).ok().flatten()))
    }

    fn money_transfer(&mut self) -> Option<MoneyTransfer> {
        let status = self.text("LastTransactionStatusGM")?;
        Some(MoneyTransfer { status, at: self.moment("LastTransactionDateTimeGM"), amount: self.money("LastAmountTransferGM") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::nova_poshta::status::CarrierClass as C;
    use serde_json::json;

    const RECORDED: &str = include_str!("../../../../../events/orders/outside/nova-poshta-tracking.json");

    fn recorded() -> Vec<TrackingFact> {
        let rows: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
        rows.iter().map(|row| normalise_tracking(row).unwrap()).collect()
    }

    fn fact(number: &str) -> TrackingFact {
        recorded().into_iter().find(|fact| fact.number.as_str() == number).unwrap()
    }

    fn utc(text: &str) -> Option<Moment> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn r05_recorded_rows_have_class_and_authority_time() {
        let found: Vec<_> = recorded().iter().map(|fact| (fact.class(), fact.authority_time)).collect();
        let expected = [
            (C::Created, utc("2026-11-18T09:52:42Z")),
            (C::InTransit, utc("2026-11-19T06:15:00Z")),
            (C::Arrived, utc("2026-11-20T07:41:07Z")),
            (C::Delivered, utc("2026-11-20T11:53:47Z")),
            (C::DeliveredMoneyPaid, utc("2026-11-20T08:30:02Z")),
            (C::Returning, utc("2026-11-20T13:20:00Z")),
            (C::DeliveredReturnCreated, utc("2026-11-20T10:00:00Z")),
            (C::Amended, utc("2026-11-20T08:00:00Z")),
            (C::NotFound, None),
            (C::Unrecognised, utc("2026-11-20T09:00:00Z")),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn r05_money_and_related_waybills_are_read() {
        let uah = |minor| Some(Money::from_minor(minor, Currency::UAH));
        let number = |text: &str| Some(text.parse::<WaybillNumber>().unwrap());
        let arrived = fact("20450000000031");
        assert_eq!((arrived.redelivery_sum, arrived.amount_to_pay, arrived.document_cost), (uah(150_050), uah(9_600), uah(9_600)));
        let paid = fact("20450000000048");
        assert_eq!((paid.amount_paid, paid.payment_status.as_deref()), (uah(9_600), Some("PAYED")));
        let transfer = fact("20450000000055").money_transfer.unwrap();
        assert_eq!((transfer.status.as_str(), transfer.at, transfer.amount), ("Done", utc("2026-11-20T08:30:00Z"), uah(150_000)));
        let refused = fact("20450000000062");
        assert_eq!((refused.return_waybill, refused.undelivery_reason.as_deref()), (number("20450000000512"), Some("Не підійшов товар")));
        assert_eq!(fact("20450000000079").return_waybill, number("20450000000529"));
        let redirected = fact("20450000000086");
        assert_eq!((redirected.return_waybill, redirected.redirect_waybill), (None, number("20450000000536")));
    }

    #[test]
    fn r05_an_unknown_code_keeps_the_raw_code_and_names_what_it_could_not_read() {
        let unknown = fact("20450000000109");
        assert_eq!((unknown.status_code.as_str(), unknown.status_text.as_str()), ("999", "Новий статус перевізника"));
        assert_eq!(unknown.unreadable, ["AmountToPay", "OwnerDocumentNumber"]);
        assert!(recorded().iter().filter(|fact| fact.class() != C::Unrecognised).all(|fact| fact.unreadable.is_empty()));
    }

    #[test]
    fn r46_a_fact_holds_no_names_or_phones() {
        let text = serde_json::to_string(&recorded()).unwrap();
        assert!(!text.contains("Зразковий") && !text.contains("380500000048"));
    }

    #[test]
    fn r33_numbers_and_texts_give_one_fact_and_one_identity() {
        let text =
            json!({ "Number": "20450000000017", "StatusCode": "7", "DocumentCost": "96", "TrackingUpdateDate": "2026-11-20 09:41:07" });
        let number =
            json!({ "Number": 20_450_000_000_017_u64, "StatusCode": 7, "DocumentCost": 96, "TrackingUpdateDate": "2026-11-20 09:41:07" });
        let fact = normalise_tracking(&text).unwrap();
        assert_eq!(Ok(&fact), normalise_tracking(&number).as_ref());
        assert_eq!(fact.identity(), "nova-poshta/20450000000017/7/2026-11-20T07:41:07.000Z");
        let again: TrackingFact = serde_json::from_value(serde_json::to_value(&fact).unwrap()).unwrap();
        assert_eq!(again, fact);
    }

    #[test]
    fn r36_without_number_or_code_there_is_no_fact() {
        for (row, field) in [
            (json!({ "StatusCode": "7" }), "Number"),
            (json!({ "Number": "12", "StatusCode": "7" }), "Number"),
            (json!({ "Number": "20450000000017" }), "StatusCode"),
            (json!({ "Number": "20450000000017", "StatusCode": "" }), "StatusCode"),
            (json!([]), "Number"),
            (json!("row"), "Number"),
        ] {
            assert_eq!(normalise_tracking(&row).map_err(|error| error.field), Err(field), "{row}");
        }
    }
}
