//! Samples of parties: a holding with two own companies, a mill that buys, a German supplier.

use kernel::identifier::Country;
use kernel::{Currency, Line};

use super::{day, line, literal};
use crate::graph::event::NewShare;
use crate::graph::{Basis, ControlLevel, GraphEvent, Link, Relation, RelationId, Share};
use crate::ordinal::Ordinal;
use crate::party::event::Absorbed;
use crate::party::identifier::ForeignNumber;
use crate::party::{AccountNumber, BankAccount, Identifier, Inherited, PartyEvent, PartyKind, PartyProfile, TaxRegistration};
use crate::{Interval, PartyId};

/// The holding at the top of the own companies.
pub fn holding_id() -> PartyId {
    PartyId::derive(&["sample", "holding"])
}

/// The own company that sells.
pub fn seller_id() -> PartyId {
    PartyId::derive(&["sample", "seller"])
}

/// The own company that leases out.
pub fn lessor_id() -> PartyId {
    PartyId::derive(&["sample", "lessor"])
}

/// The outside company that buys.
pub fn buyer_id() -> PartyId {
    PartyId::derive(&["sample", "buyer"])
}

/// The outside company that was registered twice: a duplicate of the buyer.
pub fn duplicate_id() -> PartyId {
    PartyId::derive(&["sample", "duplicate"])
}

/// The foreign supplier.
pub fn supplier_id() -> PartyId {
    PartyId::derive(&["sample", "supplier"])
}

/// The buyer's registry code.
pub fn edrpou() -> Identifier {
    Identifier::UaEdrpou(literal("32855961"))
}

fn ukrainian(kind: PartyKind, name: &str, edrpou: &str) -> PartyProfile {
    PartyProfile {
        kind,
        name: line(name),
        legal_name: None,
        jurisdiction: Country::UA,
        identifiers: vec![Identifier::UaEdrpou(literal(edrpou))],
        address: None,
        phone: None,
    }
}

/// What is known of the holding.
pub fn holding() -> PartyProfile {
    ukrainian(PartyKind::Holding, "Холдинг «Верхів’я»", "33001121")
}

/// What is known of the own company that sells.
pub fn seller() -> PartyProfile {
    ukrainian(PartyKind::LegalEntity, "ТОВ «Верхів’я Трейд»", "33001137")
}

/// What is known of the own company that leases out.
pub fn lessor() -> PartyProfile {
    ukrainian(PartyKind::LegalEntity, "ТОВ «Верхів’я Лізинг»", "41002203")
}

/// What is known of the buyer.
pub fn buyer() -> PartyProfile {
    PartyProfile {
        legal_name: Some(line("Товариство з обмеженою відповідальністю «Степовий Млин»")),
        address: Some(line("52200, Дніпропетровська обл., м. Жовті Води, вул. Млинова, 4")),
        phone: Some(literal("+380567771234")),
        ..ukrainian(PartyKind::LegalEntity, "ТОВ «Степовий Млин»", "32855961")
    }
}

/// What is known of the duplicate: a name and a telephone, no code.
pub fn duplicate() -> PartyProfile {
    PartyProfile {
        identifiers: Vec::new(),
        phone: Some(literal("+380567771234")),
        ..ukrainian(PartyKind::LegalEntity, "Степовий млин", "32855961")
    }
}

/// What is known of the foreign supplier.
pub fn supplier() -> PartyProfile {
    let number = ForeignNumber { country: literal("DE"), number: line("HRB 70712") };
    PartyProfile {
        kind: PartyKind::LegalEntity,
        name: line("Nordhafen Landtechnik GmbH"),
        legal_name: None,
        jurisdiction: literal("DE"),
        identifiers: vec![Identifier::Foreign(number)],
        address: None,
        phone: None,
    }
}

/// A party became known.
pub fn registered(id: PartyId, profile: PartyProfile) -> PartyEvent {
    PartyEvent::Registered { id, profile }
}

/// The buyer became known.
pub fn buyer_registered() -> PartyEvent {
    registered(buyer_id(), buyer())
}

/// The own company that sells became known.
pub fn seller_registered() -> PartyEvent {
    registered(seller_id(), seller())
}

/// The own company that leases out became known.
pub fn lessor_registered() -> PartyEvent {
    registered(lessor_id(), lessor())
}

/// Days from one, included, to another, not included.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn interval(from: &str, until: Option<&str>) -> Interval {
    Interval::new(day(from), until.map(day)).expect("a literal interval")
}

/// A payer of VAT under the common rules since the beginning of 2025.
pub fn vat_registration() -> TaxRegistration {
    TaxRegistration {
        jurisdiction: Country::UA,
        regime: literal("general"),
        certificate: Some(line("328559604561")),
        valid: interval("2025-01-01", None),
    }
}

/// The buyer's account.
pub fn account() -> BankAccount {
    let number = AccountNumber::Iban { iban: literal("UA213223130000026007233566001") };
    BankAccount { number, currency: Some(Currency::UAH), bank: None }
}

/// An account in Russia, whose check digit fits its bank.
pub fn ru_account() -> BankAccount {
    let number = AccountNumber::Ru { bic: literal("044525225"), account: literal("40702810938000012345") };
    BankAccount { number, currency: Some(Currency::RUB), bank: None }
}

fn reason() -> Line {
    line("Виписка з реєстру")
}

/// What comes with the duplicate into the buyer.
pub fn absorbed() -> Absorbed {
    Absorbed {
        duplicate: duplicate_id(),
        redirected: Vec::new(),
        identifiers: vec![Inherited { identifier: Identifier::UaRnokpp(literal("3012345670")), held_by: duplicate_id() }],
        registrations: vec![vat_registration()],
        accounts: vec![ru_account()],
        reason: reason(),
    }
}

/// One of each event of a party.
pub fn party_events() -> Vec<PartyEvent> {
    let identifier = Identifier::UaRnokpp(literal("3012345670"));
    let (jurisdiction, from) = (Country::UA, day("2025-01-01"));
    vec![
        buyer_registered(),
        PartyEvent::Revised { profile: PartyProfile { phone: None, ..buyer() } },
        PartyEvent::TaxRegistered(vat_registration()),
        PartyEvent::TaxRegistrationClosed { jurisdiction, from, valid: interval("2025-01-01", Some("2026-07-01")) },
        PartyEvent::TaxRegistrationWithdrawn { jurisdiction, from, reason: reason() },
        PartyEvent::AccountAdded { account: account() },
        PartyEvent::AccountRemoved { number: account().number },
        PartyEvent::Frozen { reason: line("Перевірка податкової") },
        PartyEvent::Unfrozen { reason: line("Перевірку завершено") },
        PartyEvent::Absorbed(absorbed()),
        PartyEvent::MergedInto { survivor: seller_id() },
        PartyEvent::Redirected { survivor: lessor_id() },
        PartyEvent::IdentifierGivenUp { identifier: identifier.clone(), reason: line("Код іншої особи") },
        PartyEvent::InheritedIdentifierLost { identifier },
    ]
}

/// A share in percent.
pub fn share(percent: &str) -> Share {
    literal(percent)
}

/// The document that samples of relations rest on.
pub fn basis() -> Basis {
    Basis {
        kind: line("Довіреність"), number: line("17/2"), day: day("2025-12-20"), jurisdiction: Country::UA, foreign_law_reason: None
    }
}

/// A relation since the beginning of 2025.
pub fn relation(n: usize, source: PartyId, target: PartyId, link: Link) -> Relation {
    Relation {
        id: Ordinal::after(n.saturating_sub(1)),
        source,
        target,
        link,
        valid: interval("2025-01-01", None),
        basis: None,
        void: false,
    }
}

/// The holding owns all of the seller and 60 % of the lessor, since the beginning of 2025.
pub fn own_companies() -> Vec<GraphEvent> {
    let host = |n, target, percent| GraphEvent::Related(relation(n, holding_id(), target, Link::HostSubsidiary { share: share(percent) }));
    let named = GraphEvent::HostRootNamed { party: holding_id(), control_over: Share::HALF };
    vec![named, host(1, seller_id(), "100"), host(2, lessor_id(), "60")]
}

/// One of each event of a party graph.
pub fn graph_events() -> Vec<GraphEvent> {
    let (first, reason) = (RelationId::FIRST, line("Помилка в даті"));
    let represents = Relation { basis: Some(basis()), ..relation(1, seller_id(), buyer_id(), Link::AgentOf) };
    vec![
        GraphEvent::HostRootNamed { party: holding_id(), control_over: Share::HALF },
        GraphEvent::Related(represents),
        GraphEvent::ShareChanged {
            relation: first,
            from: day("2026-07-01"),
            becomes: NewShare { id: RelationId::after(1), share: share("75"), basis: Some(basis()) },
        },
        GraphEvent::Terminated { relation: first, on: day("2026-10-01"), reason: line("Звільнення") },
        GraphEvent::Corrected {
            relation: first,
            link: Link::Manages { level: ControlLevel::Signatory },
            valid: interval("2025-02-01", None),
            basis: Some(basis()),
            reason: reason.clone(),
        },
        GraphEvent::Voided { relation: first, reason },
        GraphEvent::PartyMerged { duplicate: duplicate_id(), survivor: buyer_id() },
    ]
}
