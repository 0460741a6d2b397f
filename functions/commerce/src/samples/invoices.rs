//! Samples of invoices and number series.

use kernel::{Currency, Language, Money, Percentage, Quantity};
use posting::{EntryId, book_of};
use tax::{LineTax, RoundingRule, RuleUse, SupplyKind, TaxLine, TaxResult, Trader, Treatment};

use super::{day, line, literal, money, parties};
use crate::fact::{Artifact, ArtifactPayload, ArtifactStatus, ArtifactType};
use crate::invoice::assess::InvoiceContent;
use crate::invoice::event::Reclassified;
use crate::invoice::paper::{Labelled, PaperForm, PaperLine, PaperModel, PaperParty, PaperTaxLine, PaperTotals, PrintRequest};
use crate::invoice::refusal::ContentRefusal;
use crate::invoice::{
    Billed, Credited, Drafted, InvoiceEvent, InvoiceKind, InvoiceLine, InvoiceRefusal, InvoiceStatus, Issued, LineWish, Posted, Settled,
};
use crate::obligation::Portion;
use crate::payment::InBook;
use crate::rules::{Direction, EntryRef};
use crate::series::{NumberFormat, SeriesCode, SeriesEvent, SeriesKey, SeriesYear};
use crate::{ContractId, FactId, InvoiceId, PartyId, PaymentId};

/// Hryvnias.
pub fn uah(amount: &str) -> Money {
    money(amount, Currency::UAH)
}

/// The invoice of the samples.
pub fn invoice_id() -> InvoiceId {
    InvoiceId::derive(&["sample"])
}

/// The contract of the samples.
pub fn contract_id() -> ContractId {
    super::contracts::contract_id()
}

/// The fact of the samples.
pub fn fact_id() -> FactId {
    super::facts::fact_id()
}

/// The own company of the samples, which sells.
pub fn seller() -> PartyId {
    parties::seller_id()
}

/// The outside company of the samples, which buys.
pub fn buyer() -> PartyId {
    parties::buyer_id()
}

/// The series of the samples.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn series_key() -> SeriesKey {
    let year = SeriesYear::try_from("2026".to_owned()).expect("a literal year");
    SeriesKey { issuer: seller(), series: SeriesCode::invoices(), year }
}

/// A format of numbers.
pub fn number_format() -> NumberFormat {
    NumberFormat { prefix: "СФ-".to_owned(), digits: 5 }
}

/// One of each event of a series.
pub fn series_events() -> Vec<SeriesEvent> {
    vec![
        SeriesEvent::Opened { key: series_key(), format: number_format() },
        SeriesEvent::FormatChanged { format: NumberFormat { digits: 6, ..number_format() } },
        SeriesEvent::NumberTaken { serial: 1, number: line("СФ-000001"), document: invoice_id() },
    ]
}

/// A grain document that is in place.
pub fn grain_document() -> Artifact {
    let payload =
        ArtifactPayload::FgisZerno { sdiz: line("0123456789"), lot: None, okpd2: Some(line("01.11.12")), harvest_year: Some(2026) };
    Artifact { payload, status: ArtifactStatus::Issued, issued_at: None }
}

/// What an invoice is wanted for.
pub fn content() -> InvoiceContent {
    InvoiceContent {
        lines: vec![LineWish { fact_id: fact_id(), line: 1, quantity: literal("10") }],
        advance: Vec::new(),
        tax_point: None,
        procedure: None,
        place: tax::PlaceHints::default(),
        rates: Vec::new(),
        budget: None,
        note: Some(line("За листопад")),
    }
}

/// 1000.00 net and 200.00 tax.
pub fn tax_result() -> TaxResult {
    let rule = RuleUse { id: literal("ua.vat.standard"), version: 1 };
    TaxResult {
        tax_point: day("2026-11-20"),
        currency: Currency::UAH,
        price_includes_tax: false,
        rounding: RoundingRule::PerDocument,
        lines: vec![LineTax { n: 1, tax_line: 0, rule: 0, net: uah("1000.00"), tax: uah("200.00") }],
        summary: vec![TaxLine {
            treatment: Treatment::Standard,
            rate: Some(Percentage::from_hundredths(2_000)),
            jurisdiction: literal("UA"),
            base: uah("1000.00"),
            tax: uah("200.00"),
        }],
        net: uah("1000.00"),
        tax: uah("200.00"),
        charged: uah("200.00"),
        withheld: uah("0"),
        self_assessed: uah("0"),
        gross: uah("1200.00"),
        payable: uah("1200.00"),
        buyer_deducts: true,
        requirements: Vec::new(),
        warnings: Vec::new(),
        trace: vec![rule],
    }
}

/// One line over the sample fact.
pub fn invoice_line() -> InvoiceLine {
    InvoiceLine {
        n: 1,
        name: line("Пшениця, 3 клас"),
        quantity: literal("10"),
        unit: Some(literal("т")),
        price: uah("100.00"),
        amount: uah("1000.00"),
        supply: SupplyKind::Goods,
        tax_code: literal("standard"),
        bills: Some(Billed { fact: fact_id(), line: 1 }),
    }
}

/// A draft over the sample fact.
pub fn drafted() -> Drafted {
    Drafted {
        id: invoice_id(),
        kind: InvoiceKind::Invoice,
        contract: contract_id(),
        currency: Currency::UAH,
        tax_point: day("2026-11-20"),
        seller: seller(),
        buyer: buyer(),
        names: super::contracts::sale().names,
        procedure: None,
        place: tax::PlaceHints::default(),
        lines: vec![invoice_line()],
        preview: tax_result(),
        rates: Vec::new(),
        budget: None,
        note: Some(line("За листопад")),
    }
}

fn trader() -> Trader {
    Trader { jurisdiction: literal("UA"), registrations: Vec::new() }
}

/// The sample invoice, sent.
pub fn issued() -> Issued {
    Issued {
        number: line("СФ-000001"),
        series: series_key(),
        contract: contract_id(),
        issue_day: day("2026-11-20"),
        due_day: day("2026-12-04"),
        tax_point: day("2026-11-20"),
        issuer: seller(),
        recipient: buyer(),
        creditor: seller(),
        debtor: buyer(),
        traders: [trader(), trader()],
        lines: vec![invoice_line()],
        tax: tax_result(),
        sha256: "5".repeat(64),
        intercompany: None,
        rates: Vec::new(),
        profile: None,
        corrects: None,
    }
}

/// An entry in the seller's book.
pub fn entry() -> EntryRef {
    EntryRef { book: book_of(seller()), entry: EntryId::derive(&["sample"]) }
}

fn claim(amount: &str) -> InBook {
    InBook { book: book_of(seller()), direction: Direction::Receivable, amount: uah(amount) }
}

/// The sample invoice in the seller's book.
pub fn posted() -> Posted {
    let reclassified = Reclassified { payment: PaymentId::derive(&["sample"]), n: 1, claims: vec![claim("200.00")] };
    Posted { day: day("2026-11-20"), claims: vec![claim("1200.00")], reclassified: vec![reclassified], entries: vec![entry()] }
}

/// An advance of 200.00 for the sample invoice.
pub fn settled() -> Settled {
    Settled {
        payment: PaymentId::derive(&["sample"]),
        n: 1,
        payer: buyer(),
        amount: uah("200.00"),
        day: day("2026-11-20"),
        offset: false,
        advances: vec![claim("200.00")],
        claims: Vec::new(),
        rates: Vec::new(),
    }
}

fn credited() -> Credited {
    Credited {
        note: InvoiceId::derive(&["sample", "note"]),
        number: line("КР-000001"),
        day: day("2026-11-21"),
        tax: TaxResult {
            lines: vec![LineTax { n: 1, tax_line: 0, rule: 0, net: uah("100.00"), tax: uah("20.00") }],
            summary: vec![TaxLine { base: uah("100.00"), tax: uah("20.00"), ..tax_result().summary.remove(0) }],
            net: uah("100.00"),
            tax: uah("20.00"),
            charged: uah("20.00"),
            gross: uah("120.00"),
            payable: uah("120.00"),
            ..tax_result()
        },
        quantities: vec![Portion { line: 1, quantity: Quantity::ONE }],
        claims: vec![claim("120.00")],
    }
}

fn paper_party(name: &str, code: &str) -> PaperParty {
    let identifiers = vec![Labelled { label: "EDRPOU".to_owned(), value: code.to_owned() }];
    PaperParty { name: name.to_owned(), identifiers, address: String::new(), bank: Vec::new() }
}

/// A wish for paper.
pub fn print_request() -> PrintRequest {
    let model = PaperModel {
        title: String::new(),
        number: "СФ-000001".to_owned(),
        date: day("2026-11-20"),
        due: Some(day("2026-12-04")),
        tax_point: day("2026-11-20"),
        currency: Currency::UAH,
        seller: paper_party("ТОВ «Дніпро Трейд»", "14360570"),
        buyer: paper_party("ТОВ «Степовий Млин»", "32855961"),
        contract: "№ 17 / 01.11.2026".to_owned(),
        correction: String::new(),
        lines: vec![PaperLine {
            n: 1,
            name: "Пшениця, 3 клас".to_owned(),
            note: String::new(),
            code: String::new(),
            quantity: "10".to_owned(),
            unit: "т".to_owned(),
            price: uah("100.00"),
            net: uah("1000.00"),
            tax_rate: "20.00 %".to_owned(),
            tax: uah("200.00"),
            gross: uah("1200.00"),
        }],
        totals: PaperTotals {
            net: uah("1000.00"),
            tax: uah("200.00"),
            gross: uah("1200.00"),
            withheld: None,
            paid: Some(uah("200.00")),
            payable: uah("1000.00"),
        },
        tax_lines: vec![PaperTaxLine { name: "20.00 %".to_owned(), base: uah("1000.00"), tax: uah("200.00") }],
        notes: vec!["За листопад".to_owned()],
    };
    PrintRequest { form: PaperForm::Invoice, language: Language::Uk, file_name: line("СФ-000001.pdf"), model: Box::new(model) }
}

/// One of each event of an invoice.
pub fn events() -> Vec<InvoiceEvent> {
    vec![
        InvoiceEvent::Drafted(drafted()),
        InvoiceEvent::Revised(drafted()),
        InvoiceEvent::ArtifactAttached { artifact: grain_document() },
        InvoiceEvent::Issued(issued()),
        InvoiceEvent::Settled(settled()),
        InvoiceEvent::Posted(posted()),
        InvoiceEvent::Unsettled { payment: settled().payment, n: 1 },
        InvoiceEvent::Credited(credited()),
        InvoiceEvent::DifferenceWrittenOff {
            amount: uah("0.05"),
            day: day("2026-11-21"),
            claims: vec![claim("0.05")],
            entries: vec![entry()],
        },
        InvoiceEvent::TaxInvoiceIssued { invoice: InvoiceId::derive(&["sample", "tax"]), number: line("ПН-000001") },
        InvoiceEvent::Voided { reason: line("Помилка в кількості") },
        InvoiceEvent::Closed { day: day("2026-12-10") },
        InvoiceEvent::PrintRequested(print_request()),
    ]
}

/// One of each refusal.
pub fn refusals() -> Vec<InvoiceRefusal> {
    vec![
        InvoiceRefusal::NotFound,
        InvoiceRefusal::Exists,
        InvoiceRefusal::NotInStatus { is: InvoiceStatus::Posted },
        InvoiceRefusal::NobodyOwes,
        InvoiceRefusal::NobodyOwn,
        InvoiceRefusal::InFuture,
        InvoiceRefusal::DaysOutOfOrder,
        InvoiceRefusal::SeriesFull,
        InvoiceRefusal::OwnNumber,
        InvoiceRefusal::ArtifactsMissing { types: vec![ArtifactType::FgisZerno] },
        InvoiceRefusal::Artifact,
        InvoiceRefusal::TaxWouldDiffer,
        InvoiceRefusal::StillPaid,
        InvoiceRefusal::NotADemand,
        InvoiceRefusal::CreditBeyondOpen { open: uah("10.00") },
        InvoiceRefusal::TooManyCredits,
        InvoiceRefusal::TaxInvoiceExists,
        InvoiceRefusal::NoTaxInvoice,
        InvoiceRefusal::PeriodOpen,
        InvoiceRefusal::DifferenceTooLarge { most: uah("1.00") },
        InvoiceRefusal::NoRate { from: Currency::USD, to: Currency::UAH },
        InvoiceRefusal::RateUnusable,
    ]
    .into_iter()
    .chain(content_refusals().into_iter().map(InvoiceRefusal::Content))
    .collect()
}

/// One of each reason why an invoice cannot say what is wanted.
pub fn content_refusals() -> Vec<ContentRefusal> {
    vec![
        ContentRefusal::TooManyLines,
        ContentRefusal::TooManyFacts,
        ContentRefusal::TooManyRates,
        ContentRefusal::FactsOrAdvance,
        ContentRefusal::DayOfAdvance,
        ContentRefusal::NotPositive,
        ContentRefusal::NoSuchContract,
        ContentRefusal::ContractNotSigned,
        ContentRefusal::RolesMissing,
        ContentRefusal::NoSuchParty,
        ContentRefusal::SameParty,
        ContentRefusal::NoSuchFact { fact: fact_id() },
        ContentRefusal::AnotherContract { fact: fact_id() },
        ContentRefusal::PartiesDiffer,
        ContentRefusal::CurrencyDiffers,
        ContentRefusal::PriceBasisDiffers,
        ContentRefusal::NoPrice,
        ContentRefusal::RatesChanged { first: day("2025-12-31"), last: day("2026-01-01") },
    ]
}
