//! Samples of facts: a part of the sample delivery.

use std::collections::BTreeMap;

use kernel::{Currency, Money};

use super::contracts::contract_id;
use super::obligations::{lines, obligation_id};
use super::parties::{buyer_id, seller_id};
use super::{day, line, literal, money};
use crate::contract::RecognitionPolicy;
use crate::fact::record::RecordFact;
use crate::fact::record_internal::{InternalKind, InternalLine, RecordInternalFact};
use crate::fact::supply::SuppliedLine;
use crate::fact::{
    Artifact, ArtifactPayload, ArtifactStatus, ArtifactType, Batch, Billing, Commercial, FactEvent, FactKind, FactLine, Logistics, Priced,
    Proof, ProofKind, Recognised, RecognitionBasis, Recorded,
};
use crate::obligation::{Article, ObligationLine};
use crate::paper::{Sheet, SheetForm, SheetLine, SheetRequest};
use crate::rules::EntryRef;
use crate::stock::{StockMove, StockSheetEvent};
use crate::{FactId, InvoiceId};

/// The fact of the samples.
pub fn fact_id() -> FactId {
    FactId::derive(&["sample"])
}

/// Hryvnias.
pub fn uah(amount: &str) -> Money {
    money(amount, Currency::UAH)
}

/// The lot of the samples.
pub fn batch() -> Batch {
    Batch { number: line("L-2026-11"), expires: Some(day("2027-11-01")) }
}

/// Some of a line of the sample obligation, out of the main store.
pub fn supplied(obligation_line: u16, quantity: &str) -> SuppliedLine {
    SuppliedLine {
        obligation_id: obligation_id(),
        obligation_line,
        quantity: literal(quantity),
        unit_cost: None,
        batch: Some(batch()),
        from: Some(line("Основний склад")),
        to: None,
        extension: BTreeMap::new(),
    }
}

/// Forty kilograms of flour that cost 6.00 each, and two sieves.
pub fn shipping() -> RecordFact {
    RecordFact {
        fact_id: Some(fact_id()),
        contract_id: contract_id(),
        fact_type: Commercial::GoodsShipment,
        occurred: day("2026-11-16"),
        period: None,
        regulatory_profile: None,
        document: Some(line("ТТН 7")),
        rates: Vec::new(),
        lines: vec![SuppliedLine { unit_cost: Some(uah("6.00")), ..supplied(1, "40") }, supplied(2, "2")],
    }
}

/// Ten kilograms of flour from one store to another.
pub fn transferring() -> RecordInternalFact {
    let moved = InternalLine {
        article: Article { code: line("FLOUR-1"), name: line("FLOUR-1") },
        quantity: literal("10"),
        unit: literal("kg"),
        unit_cost: None,
        batch: Some(batch()),
        from: Some(line("Основний склад")),
        to: Some(line("Магазин")),
        stock: lines().into_iter().next().and_then(|line| line.stock),
        extension: BTreeMap::new(),
    };
    RecordInternalFact {
        fact_id: None,
        party_id: seller_id(),
        kind: InternalKind::Logistics(Logistics::InternalTransfer),
        occurred: day("2026-11-16"),
        regulatory_profile: None,
        document: None,
        lines: vec![moved],
    }
}

fn fact_line(promised: ObligationLine, quantity: &str, amount: &str) -> FactLine {
    let price = promised.price;
    FactLine {
        n: promised.n,
        obligation: obligation_id(),
        obligation_line: promised.n,
        article: promised.article,
        quantity: literal(quantity),
        unit: promised.unit,
        priced: Some(Priced {
            supply: promised.supply,
            tax_code: promised.tax_code,
            price,
            price_includes_tax: false,
            agreed: uah(amount),
            amount: uah(amount),
        }),
        unit_cost: None,
        batch: Some(batch()),
        from: Some(line("Основний склад")),
        to: None,
        stock: promised.stock,
        extension: BTreeMap::new(),
    }
}

/// What becomes of the sample shipment: worth 400.00 and 270.00.
pub fn recorded() -> Recorded {
    let amounts = [("40", "400.00", Some(uah("6.00"))), ("2", "270.00", None)];
    let line_of = |(promised, (quantity, amount, unit_cost))| FactLine { unit_cost, ..fact_line(promised, quantity, amount) };
    Recorded {
        id: fact_id(),
        kind: FactKind::Commercial(Commercial::GoodsShipment),
        contract: Some(contract_id()),
        seller: seller_id(),
        buyer: buyer_id(),
        intercompany: None,
        names: super::contracts::sale().names,
        occurred: day("2026-11-16"),
        period: None,
        posted_on: day("2026-11-16"),
        profile: None,
        recognition: RecognitionPolicy::OnShipment,
        currency: Some(Currency::UAH),
        rates: Vec::new(),
        asset: None,
        document: Some(line("ТТН 7")),
        lines: lines().into_iter().zip(amounts).map(line_of).collect(),
        reverses: None,
        entries: Vec::new(),
    }
}

/// A scan of the waybill.
pub fn proof() -> Proof {
    Proof { sha256: "a".repeat(64), size_bytes: 12_345, name: line("ТТН 7, підписана"), kind: ProofKind::Waybill }
}

/// A veterinary certificate.
pub fn artifact() -> Artifact {
    let payload = ArtifactPayload::MercuryVsd {
        uuid: line("0192a3f0-0000-7000-8000-000000000001"),
        guid: None,
        form: line("LIC1"),
        vsd_type: line("TRANSPORT"),
        issue_date: Some(day("2026-11-15")),
    };
    Artifact { payload, status: ArtifactStatus::Issued, issued_at: None }
}

fn entries() -> Vec<EntryRef> {
    vec![EntryRef { book: posting::book_of(seller_id()), entry: posting::EntryId::derive(&["sample", "fact"]) }]
}

fn billing(line: u16, quantity: &str, amount: &str) -> Billing {
    Billing { line, quantity: literal(quantity), agreed: Some(uah(amount)), amount: Some(uah(amount)) }
}

/// Its revenue counted with it.
pub fn recognised(basis: RecognitionBasis) -> Recognised {
    Recognised { basis, on: day("2026-11-16"), amount: uah("670.00"), cost: Some(uah("240.00")), entries: entries() }
}

/// A waybill that was asked for.
pub fn waybill() -> SheetRequest {
    let flour = SheetLine {
        n: 1,
        name: "Борошно".to_owned(),
        quantity: "40".to_owned(),
        unit: "kg".to_owned(),
        net: Some(uah("400.00")),
        ..SheetLine::default()
    };
    let model = Sheet { number: "ВН-17".to_owned(), date: Some(day("2026-11-16")), lines: vec![flour], ..Sheet::default() };
    SheetRequest { form: SheetForm::Waybill, language: kernel::Language::Uk, file_name: line("ВН-17.pdf"), model: Box::new(model) }
}

/// One of each event of a fact.
pub fn fact_events() -> Vec<FactEvent> {
    let invoice = InvoiceId::derive(&["sample"]);
    let reversal = FactId::derive(&["sample", "reversal"]);
    let (artifact_type, key) = (ArtifactType::MercuryVsd, artifact().payload.key());
    vec![
        FactEvent::Recorded(recorded()),
        FactEvent::Billed { invoice, lines: vec![billing(1, "10", "100.00")] },
        FactEvent::Unbilled { invoice, lines: vec![billing(1, "10", "100.00")] },
        FactEvent::ReversedBy { fact: reversal, lines: vec![billing(2, "1", "135.00")] },
        FactEvent::Recognised(recognised(RecognitionBasis::Shipment)),
        FactEvent::CostCorrected { line: 1, unit_cost: uah("6.10"), entries: entries() },
        FactEvent::ProofAttached { proof: proof() },
        FactEvent::ArtifactRegistered { artifact: artifact() },
        FactEvent::PrintRequested(waybill()),
        FactEvent::ArtifactStatusChanged { artifact_type, key, status: ArtifactStatus::Redeemed },
    ]
}

/// What the sample shipment moves.
pub fn stock_events() -> Vec<StockSheetEvent> {
    let flour = StockMove {
        id: "move_00000000000000000000000000000001".to_owned(),
        line: 1,
        article: Article { code: line("FLOUR-1"), name: line("FLOUR-1") },
        unit: literal("t"),
        parts: 40_000,
        batch: Some(batch()),
        from: Some(line("Основний склад")),
        to: None,
        on: day("2026-11-16"),
    };
    vec![StockSheetEvent::Moved { fact: fact_id(), moves: vec![flour] }]
}
