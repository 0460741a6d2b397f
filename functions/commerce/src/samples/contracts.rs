//! Samples of contracts: a sale of goods net of tax, and a lease.

use kernel::Currency;
use kernel::identifier::Country;

use super::parties::{buyer, buyer_id, interval, lessor, lessor_id, seller, seller_id};
use super::{day, line, literal, money};
use crate::asset::AssetEvent;
use crate::contract::{
    Amended, Assignment, Change, ContractEvent, ContractType, Drafted, PartyRole, RecognitionPolicy, RoleKind, Signed, Terminated, Terms,
};
use crate::paper::{Sheet, SheetForm, SheetRequest};
use crate::party::Names;
use crate::{AssetId, ContractId, ObligationId, PartyId};

/// The contract of the samples.
pub fn contract_id() -> ContractId {
    ContractId::derive(&["sample", "sale"])
}

/// The lease of the samples.
pub fn lease_id() -> ContractId {
    ContractId::derive(&["sample", "lease"])
}

/// The asset that it lends.
pub fn leased_asset() -> AssetId {
    AssetId::derive(&["sample", "tractor"])
}

/// A party that stands for a role all the time.
pub fn role(party: PartyId, role: RoleKind) -> PartyRole {
    PartyRole { party, role, primary: true, valid: interval("2026-01-01", None) }
}

/// Net prices, two weeks to pay.
pub fn terms() -> Terms {
    Terms {
        price_includes_tax: false,
        recognition: RecognitionPolicy::OnShipment,
        payment_days: 14,
        small_difference: Some(money("1.00", Currency::UAH)),
        third_party_payers: Vec::new(),
        governing_law: Country::UA,
        regulatory_profile: None,
    }
}

/// A sale of goods for the year 2026, by the own seller to the outside buyer.
pub fn sale() -> Drafted {
    Drafted {
        id: contract_id(),
        number: line("П-2026/17"),
        kind: ContractType::SaleOfGoods,
        currency: Currency::UAH,
        valid: interval("2026-01-01", Some("2027-01-01")),
        roles: vec![role(seller_id(), RoleKind::Seller), role(buyer_id(), RoleKind::Buyer)],
        asset: None,
        terms: terms(),
        names: [(seller_id(), seller().name), (buyer_id(), buyer().name)].into(),
    }
}

/// A lease of a tractor for the year 2026, whose revenue counts over time.
pub fn lease() -> Drafted {
    Drafted {
        id: lease_id(),
        number: line("О-2026/3"),
        kind: ContractType::EquipmentLease,
        roles: vec![role(lessor_id(), RoleKind::Lessor), role(buyer_id(), RoleKind::Lessee)],
        asset: Some(leased_asset()),
        terms: Terms { recognition: RecognitionPolicy::OverTime, ..terms() },
        names: [(lessor_id(), lessor().name), (buyer_id(), buyer().name)].into(),
        ..sale()
    }
}

/// The sample contract is written.
pub fn drafted() -> ContractEvent {
    ContractEvent::Drafted(sale())
}

/// It is signed.
pub fn signed() -> ContractEvent {
    ContractEvent::Signed(Signed { on: day("2026-01-01"), asset: None })
}

/// A signed contract like the sample's.
pub fn in_force(drafted: Drafted) -> [ContractEvent; 2] {
    let asset = drafted.asset;
    [ContractEvent::Drafted(drafted), ContractEvent::Signed(Signed { on: day("2026-01-01"), asset })]
}

/// The tractor became known, and its year was promised to the lease.
pub fn asset_reserved() -> Vec<AssetEvent> {
    use crate::asset::event::Reserved;
    use crate::asset::{AssetKind, AssetProfile, Purpose, Reservation};
    use crate::ordinal::Ordinal;
    let profile = AssetProfile { name: line("Трактор"), kind: AssetKind::Machine, inventory_number: None };
    let (purpose, valid) = (Purpose::Contract { contract: lease_id() }, interval("2026-01-01", Some("2027-01-01")));
    let reservation = Reservation { id: Ordinal::after(0), purpose, valid };
    vec![AssetEvent::Registered { id: leased_asset(), profile }, AssetEvent::Reserved(Reserved { reservation })]
}

/// From December on there is a month to pay, and another company may pay for the buyer.
pub fn amended() -> Amended {
    let payer = Assignment {
        party: PartyId::derive(&["sample", "payer"]),
        document: line("Лист 14 від 2026-11-20"),
        valid: interval("2026-12-01", None),
    };
    Amended {
        from: day("2026-12-01"),
        terms: Terms { payment_days: 30, third_party_payers: vec![payer], ..terms() },
        roles: sale().roles,
        valid: sale().valid,
        changed: vec![Change::PaymentDays, Change::ThirdPartyPayers],
        reason: line("Додаткова угода 1"),
        names: Names::new(),
    }
}

/// A summary that was asked for.
pub fn summary() -> SheetRequest {
    let model = Sheet {
        number: sale().number.to_string(),
        valid_from: Some(sale().valid.from()),
        currency: Some(sale().currency),
        status: "Діє".to_owned(),
        ..Sheet::default()
    };
    let (form, language) = (SheetForm::ContractSummary, kernel::Language::Uk);
    SheetRequest { form, language, file_name: line("П-2026-17.pdf"), model: Box::new(model) }
}

/// One of each event of a contract.
pub fn contract_events() -> Vec<ContractEvent> {
    let terminated = Terminated {
        on: day("2026-12-15"),
        reason: line("За згодою сторін"),
        open: vec![ObligationId::derive(&["sample"])],
        open_count: 1,
    };
    let profile = Some(literal("ua-grain-waybill"));
    vec![
        drafted(),
        ContractEvent::Revised(Drafted { terms: Terms { regulatory_profile: profile, ..terms() }, ..sale() }),
        signed(),
        ContractEvent::Amended(amended()),
        ContractEvent::PrintRequested(summary()),
        ContractEvent::Terminated(terminated),
    ]
}
