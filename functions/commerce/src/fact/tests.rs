//! Facts against contracts, obligations, stock and books.

mod recognition;

use kernel::facts::Kept;
use kernel::{Command, Currency, Event, Money};
use posting::Purpose;
use testkit::given;

use super::attach_proof::AttachProof;
use super::change_artifact::ChangeArtifactStatus;
use super::correct_cost::CorrectCost;
use super::recognise::RecogniseRevenue;
use super::record::RecordFact;
use super::record_internal::{InternalKind, RecordInternalFact};
use super::register_artifact::RegisterArtifact;
use super::reverse::ReverseFact;
use super::supply::SuppliedLine;
use super::transfer_title::TransferTitle;
use super::*;
use crate::contract::{Drafted, RecognitionPolicy, RoleKind, Terms};
use crate::invoice::world::{World, outsider, own, reason, sister, uah, wish};
use crate::obligation::undertake::UndertakeObligation;
use crate::obligation::{Obligation, ObligationLine, ObligationStatus, Portion};
use crate::samples::facts::{batch, proof, shipping, transferring};
use crate::samples::obligations::{goods_line, obligation_id};
use crate::samples::parties::interval;
use crate::samples::{contracts, day, facts, line, literal, obligations};
use crate::{ContractId, ObligationId};

/// A sale by the own company to an outside one, with the sample obligation.
fn sale(change: impl FnOnce(&mut Drafted)) -> (World, ContractId) {
    between(own(), outsider(), change)
}

fn between(seller: crate::PartyId, buyer: crate::PartyId, change: impl FnOnce(&mut Drafted)) -> (World, ContractId) {
    let mut world = World::new();
    let contract = world.contract("sale", seller, buyer, change);
    world.run(&UndertakeObligation { obligation_id: Some(obligation_id()), contract_id: contract, ..UndertakeObligation::example() });
    (world, contract)
}

fn ship(contract: ContractId) -> RecordFact {
    RecordFact { contract_id: contract, ..shipping() }
}

fn policy(recognition: RecognitionPolicy) -> impl FnOnce(&mut Drafted) {
    move |drafted| drafted.terms.recognition = recognition
}

fn fact() -> FactId {
    facts::fact_id()
}

fn first(contract: ContractId, change: impl FnOnce(&mut SuppliedLine)) -> RecordFact {
    let mut typed = ship(contract);
    change(&mut typed.lines[0]);
    typed
}

const TRADE: &[Purpose] =
    &[Purpose::SalesSettlement, Purpose::Revenue, Purpose::CostOfSales, Purpose::Inventory, Purpose::Expense, Purpose::PurchaseSettlement];

fn books(world: &World, party: crate::PartyId) -> Vec<(Purpose, String)> {
    world.balances(party, TRADE)
}

fn amounts(expected: &[(Purpose, &str)]) -> Vec<(Purpose, String)> {
    expected.iter().map(|(purpose, amount)| (*purpose, (*amount).to_owned())).collect()
}

#[test]
fn k23_a_shipment_fulfils_moves_and_counts_in_one_step() {
    let (mut world, contract) = sale(|_| {});
    world.run(&ship(contract));
    let recorded = world.state::<Fact>(fact());
    assert_eq!((recorded.amount(), recorded.recognised_amount()), (Some(uah("670.00")), Some(uah("670.00"))));
    let obligation = world.state::<Obligation>(obligation_id());
    assert_eq!((obligation.fulfilled(1).to_string(), obligation.status()), ("40".to_owned(), ObligationStatus::Partial));
    let expected = [
        (Purpose::SalesSettlement, "670.00"),
        (Purpose::Revenue, "-670.00"),
        (Purpose::CostOfSales, "240.00"),
        (Purpose::Inventory, "-240.00"),
    ];
    assert_eq!(books(&world, own()), amounts(&expected));
}

/// Both saw what was open; one of them must look again.
#[test]
fn k18_of_two_facts_that_deliver_the_rest_one_is_refused() {
    let (mut world, contract) = sale(|_| {});
    let all = |n: &str| RecordFact { fact_id: Some(FactId::derive(&[n])), lines: vec![facts::supplied(1, "100")], ..ship(contract) };
    let (first, second) = (world.decide(&all("one")).unwrap(), world.decide(&all("two")).unwrap());
    assert!(world.write(first) && !world.write(second));
    assert_eq!(world.refusal(&all("two")), "commerce.fact.over-tolerance");
}

/// A contract that is terminated while a fact is being written stops it.
#[test]
fn k37_a_termination_stops_what_is_being_recorded() {
    let (mut world, contract) = sale(|_| {});
    let decided = world.decide(&ship(contract)).unwrap();
    let terminate = crate::contract::terminate::TerminateContract { contract_id: contract, on: day("2026-11-10"), reason: reason() };
    world.run(&terminate);
    assert!(!world.write(decided));
    assert_eq!(world.refusal(&ship(contract)), "commerce.fact.contract-not-in-force");
}

#[test]
fn k40_facts_belong_to_a_contract_that_is_in_force_on_their_day() {
    let (mut world, contract) = sale(|drafted| drafted.valid = interval("2026-01-01", Some("2026-12-01")));
    assert_eq!(world.refusal(&RecordFact { occurred: day("2025-12-31"), ..ship(contract) }), "commerce.fact.contract-not-in-force");
    assert_eq!(world.refusal(&RecordFact { occurred: day("2026-11-22"), ..ship(contract) }), "commerce.fact.in-future");
    assert_eq!(world.refusal(&ship(ContractId::derive(&["another"]))), "commerce.fact.no-such-contract");
    let terminated = crate::contract::ContractEvent::Terminated(crate::contract::Terminated {
        on: day("2026-11-10"),
        reason: reason(),
        open: Vec::new(),
        open_count: 0,
    });
    world.seed::<crate::contract::Contract>(contract, [terminated]);
    assert_eq!(world.refusal(&ship(contract)), "commerce.fact.contract-not-in-force");
    // What happened while it was in force is still a fact.
    world.run(&RecordFact { occurred: day("2026-11-09"), ..ship(contract) });
    assert_eq!(world.refusal(&ship(contract)), "commerce.fact.exists");
}

#[test]
fn k18_a_fact_stays_within_promise_and_tolerance() {
    let (mut world, contract) = sale(|_| {});
    let more = |quantity: &str| first(contract, |line| line.quantity = literal(quantity));
    assert_eq!(world.refusal(&more("105.001")), "commerce.fact.over-tolerance");
    let split = RecordFact { lines: vec![facts::supplied(1, "100"), facts::supplied(1, "5.001")], ..ship(contract) };
    assert_eq!(world.refusal(&split), "commerce.fact.over-tolerance");
    world.run(&more("105"));
    let again = RecordFact { fact_id: Some(FactId::derive(&["again"])), ..more("0.001") };
    assert_eq!(world.refusal(&again), "commerce.fact.over-tolerance");
    let strange = first(contract, |line| line.obligation_id = ObligationId::derive(&["strange"]));
    assert_eq!(world.refusal(&RecordFact { fact_id: None, ..strange }), "commerce.fact.no-such-obligation");
    let lineless = first(contract, |line| line.obligation_line = 3);
    assert_eq!(world.refusal(&RecordFact { fact_id: None, ..lineless }), "commerce.fact.no-such-obligation");
    world.seed::<Obligation>(obligation_id(), [crate::obligation::ObligationEvent::Waived { reason: reason() }]);
    let late = RecordFact { fact_id: None, lines: vec![facts::supplied(2, "1")], ..ship(contract) };
    assert_eq!(world.refusal(&late), "commerce.fact.obligation-over");
}

#[test]
fn goods_need_a_batch_and_the_place_of_an_own_company() {
    let (mut world, contract) = sale(|_| {});
    assert_eq!(world.refusal(&first(contract, |line| line.batch = None)), "commerce.fact.batch-required");
    assert_eq!(world.refusal(&first(contract, |line| line.from = None)), "commerce.fact.place-required");
    assert_eq!(world.refusal(&first(contract, |typed| typed.to = Some(line("У покупця")))), "commerce.fact.place-not-allowed");
    assert_eq!(world.refusal(&RecordFact { fact_type: Commercial::ServiceAct, ..ship(contract) }), "commerce.fact.supply-differs");
    assert_eq!(world.refusal(&first(contract, |line| line.unit_cost = Some(uah("-1.00")))), "commerce.fact.cost-out-of-range");
    let dollars = crate::samples::money("1.00", Currency::USD);
    assert_eq!(world.refusal(&first(contract, |line| line.unit_cost = Some(dollars))), "commerce.fact.cost-out-of-range");
}

#[test]
fn k43_lines_carry_what_an_industry_needs_within_bounds() {
    let (mut world, contract) = sale(|_| {});
    let with = |count: usize, name: &str| {
        first(contract, |typed| typed.extension = (0..count).map(|n| (format!("{name}{n}"), line("12,5"))).collect())
    };
    assert_eq!(world.refusal(&with(21, "moisture")), "commerce.fact.extension-too-large");
    assert_eq!(world.refusal(&with(1, &"m".repeat(40))), "commerce.fact.extension-too-large");
    world.run(&with(20, "moisture"));
    assert_eq!(world.state::<Fact>(fact()).lines[0].line.extension.len(), 20);
}

#[test]
fn a_thousand_lines_are_one_fact_and_not_one_more() {
    let (mut world, contract) = sale(|_| {});
    let many = |count: usize| {
        let line_of =
            |n: usize| SuppliedLine { batch: Some(Batch { number: line(&format!("L{n}")), expires: None }), ..facts::supplied(1, "0.1") };
        RecordFact { lines: (0..count).map(line_of).collect(), ..ship(contract) }
    };
    assert_eq!(world.refusal(&many(1_001)), "commerce.fact.line-count");
    assert_eq!(world.refusal(&many(0)), "commerce.fact.line-count");
    world.run(&many(1_000));
    assert_eq!(
        (world.state::<Fact>(fact()).amount(), world.state::<Obligation>(obligation_id()).fulfilled(1)),
        (Some(uah("1000.00")), 100.into())
    );
    world.run(&ReverseFact { lines: Vec::new(), ..ReverseFact::example() });
    assert_eq!(world.state::<Fact>(fact()).amount(), Some(uah("0.00")));
}

#[test]
fn one_fact_fulfils_some_obligations_and_not_any_number() {
    let (mut world, contract) = sale(|_| {});
    let id = |n: u32| ObligationId::derive(&["many", &n.to_string()]);
    for n in 0..21 {
        let lines = vec![goods_line(1, "A", "10", "pcs", "1.00")];
        world.run(&UndertakeObligation { obligation_id: Some(id(n)), contract_id: contract, lines, ..UndertakeObligation::example() });
    }
    let many = |count: u32| {
        let lines = (0..count).map(|n| SuppliedLine { obligation_id: id(n), ..facts::supplied(1, "1") }).collect();
        RecordFact { lines, ..ship(contract) }
    };
    assert_eq!(world.refusal(&many(21)), "commerce.fact.obligation-count");
    world.run(&many(20));
}

#[test]
fn discounts_are_shared_over_deliveries_and_add_up() {
    let (mut world, contract) = sale(|_| {});
    let deliver = |n: u32, quantity: &str| RecordFact {
        fact_id: Some(FactId::derive(&[&n.to_string()])),
        lines: vec![facts::supplied(2, quantity)],
        ..ship(contract)
    };
    // Four sieves at 150.00 less 60.00, in parts of a third.
    for (n, quantity) in ["1.333333", "1.333333", "1.333334"].into_iter().enumerate() {
        world.run(&deliver(u32::try_from(n).unwrap(), quantity));
    }
    let sum: i64 = (0..3).map(|n: u32| world.state::<Fact>(FactId::derive(&[&n.to_string()])).amount().unwrap().minor()).sum();
    assert_eq!(sum, 54_000);
}

#[test]
fn k24_its_own_profile_counts_before_the_contracts_of_the_day() {
    let general: ProfileCode = literal("ua-waybill");
    let profile = Some(general.clone());
    let (mut world, contract) = sale(|drafted| drafted.terms = Terms { regulatory_profile: profile, ..contracts::terms() });
    let own_profile: ProfileCode = literal("ua-grain-waybill");
    world.run(&RecordFact { regulatory_profile: Some(own_profile.clone()), ..ship(contract) });
    assert_eq!(world.state::<Fact>(fact()).profile, Some(own_profile));
    let (plain, lines) = (FactId::derive(&["plain"]), vec![facts::supplied(2, "1")]);
    world.run(&RecordFact { fact_id: Some(plain), lines, ..ship(contract) });
    assert_eq!(world.state::<Fact>(plain).profile, Some(general));
}

#[test]
fn k25_taxes_do_not_follow_from_the_governing_law() {
    use kernel::identifier::Country;
    let net_under = |law: Country| {
        let (mut world, contract) = sale(|drafted| {
            drafted.terms = Terms { governing_law: law, price_includes_tax: true, ..contracts::terms() };
        });
        world.run(&ship(contract));
        world.state::<Fact>(fact()).amount()
    };
    // 670.00 with 20 % inside.
    assert_eq!(net_under(Country::UA), Some(uah("558.33")));
    assert_eq!(net_under(Country::KZ), Some(uah("558.33")));
}

#[test]
fn k21_a_day_in_a_closed_period_is_posted_today_with_its_day() {
    let (mut world, contract) = sale(|_| {});
    world.close_month(own(), "2026-10");
    world.run(&RecordFact { occurred: day("2026-10-30"), ..ship(contract) });
    let late = world.state::<Fact>(fact());
    assert_eq!((late.occurred, late.posted_on), (day("2026-10-30"), day("2026-11-21")));
    let entries = world.entries();
    assert!(entries.iter().all(|entry| entry.entry.day == day("2026-11-21")));
    assert!(entries[0].entry.text.as_str().ends_with("GOODS_SHIPMENT of 2026-10-30"), "{}", entries[0].entry.text);
}

#[test]
fn k21_a_fact_is_taken_back_by_another_that_names_it() {
    let (mut world, contract) = sale(|_| {});
    world.run(&ship(contract));
    world.run(&ReverseFact { lines: vec![Portion { line: 1, quantity: literal("10") }], ..ReverseFact::example() });
    let original = world.state::<Fact>(fact());
    let [reversal] = original.reversals.as_slice() else { panic!("{:?}", original.reversals) };
    let back = world.state::<Fact>(*reversal);
    assert_eq!((back.reverses, back.occurred, back.amount()), (Some(fact()), day("2026-11-21"), Some(uah("100.00"))));
    assert_eq!((original.amount(), original.recognised_amount()), (Some(uah("570.00")), Some(uah("570.00"))));
    assert_eq!(world.state::<Obligation>(obligation_id()).fulfilled(1), 30.into());
    let expected = [
        (Purpose::SalesSettlement, "570.00"),
        (Purpose::Revenue, "-570.00"),
        (Purpose::CostOfSales, "180.00"),
        (Purpose::Inventory, "-180.00"),
    ];
    assert_eq!(books(&world, own()), amounts(&expected));
    assert_eq!(world.refusal(&ReverseFact { fact_id: *reversal, ..ReverseFact::example() }), "commerce.fact.is-reversal");
    world.run(&ReverseFact { lines: Vec::new(), ..ReverseFact::example() });
    assert_eq!(books(&world, own()), amounts(&[]));
    assert_eq!(world.state::<Obligation>(obligation_id()).status(), ObligationStatus::Open);
}

#[test]
fn k21_a_whole_reversal_and_its_entry_know_each_other() {
    let (mut world, contract) = sale(|_| {});
    world.run(&ship(contract));
    world.run(&ReverseFact { lines: Vec::new(), ..ReverseFact::example() });
    let entries = world.entries();
    let (first, back): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.entry.reverses.is_none());
    assert_eq!((first[0].reversed_by, back[0].entry.reverses), (Some(back[0].entry.id), Some(first[0].entry.id)));
}

#[test]
fn k21_only_what_no_invoice_bills_is_taken_back() {
    let (mut world, contract) = sale(|_| {});
    world.run(&ship(contract));
    world.issue(crate::invoice::world::invoice(1), contract, vec![wish(fact(), 1, "35")]);
    let take = |quantity: &str| ReverseFact { lines: vec![Portion { line: 1, quantity: literal(quantity) }], ..ReverseFact::example() };
    assert_eq!(world.refusal(&take("5.001")), "commerce.fact.more-than-open");
    world.run(&take("5"));
    assert_eq!(world.state::<Fact>(fact()).line(1).unwrap().open(), 0.into());
    let twice = ReverseFact { lines: vec![Portion { line: 2, quantity: literal("1") }; 2], ..ReverseFact::example() };
    assert_eq!(world.refusal(&twice), "commerce.fact.line-twice");
}

#[test]
fn k23_between_own_companies_both_books_count_and_name_each_other() {
    let (mut world, contract) = between(own(), sister(), |_| {});
    let mut typed = ship(contract);
    typed.lines.iter_mut().for_each(|line| line.to = Some(crate::samples::line("Склад сестри")));
    world.run(&typed);
    assert_eq!(books(&world, sister()), amounts(&[(Purpose::Inventory, "670.00"), (Purpose::PurchaseSettlement, "-670.00")]));
    let lines: Vec<_> = world.entries().into_iter().flat_map(|entry| entry.entry.lines.clone()).collect();
    assert!(lines.iter().all(|line| line.partner.is_some()), "{lines:?}");
}

#[test]
fn k23_what_is_bought_is_stock_or_an_expense() {
    let (mut world, contract) = between(outsider(), own(), |_| {});
    let line_of =
        |n, quantity: &str| SuppliedLine { from: None, to: Some(line("Основний склад")), ..facts::supplied(n, quantity) };
    world.run(&RecordFact { lines: vec![line_of(1, "40")], ..ship(contract) });
    assert_eq!(books(&world, own()), amounts(&[(Purpose::Inventory, "400.00"), (Purpose::PurchaseSettlement, "-400.00")]));
}

#[test]
fn k20_what_happens_inside_a_company_fulfils_what_it_owes_itself() {
    let mut world = World::new();
    let id = FactId::derive(&["inside"]);
    world.run(&RecordInternalFact { fact_id: Some(id), ..transferring() });
    let moved = world.state::<Fact>(id);
    let obligation = world.state::<Obligation>(Obligation::id_of_internal(id));
    assert_eq!((obligation.from, obligation.to, obligation.status()), (own(), own(), ObligationStatus::Fulfilled));
    assert_eq!((moved.lines[0].line.obligation, moved.contract, moved.is_billable()), (obligation.id, None, false));
    assert!(world.entries().is_empty(), "what is moved posts nothing");
    world.run(&ReverseFact { fact_id: id, ..ReverseFact::example() });
    assert_eq!(world.state::<Obligation>(Obligation::id_of_internal(id)).status(), ObligationStatus::Open);
    let stranger = RecordInternalFact { party_id: outsider(), ..transferring() };
    assert_eq!(world.refusal(&stranger), "commerce.fact.not-an-own-company");
}

#[test]
fn what_is_used_up_is_an_expense_at_its_cost() {
    let mut world = World::new();
    let mut typed =
        RecordInternalFact { fact_id: Some(fact()), kind: InternalKind::FinanceAdjustment(FinanceAdjustment::WriteOff), ..transferring() };
    assert_eq!(world.refusal(&typed), "commerce.fact.place-not-allowed");
    typed.lines[0].to = None;
    typed.lines[0].unit_cost = Some(uah("6.00"));
    world.run(&typed);
    assert_eq!(books(&world, own()), amounts(&[(Purpose::Inventory, "-60.00"), (Purpose::Expense, "60.00")]));
    world.run(&ReverseFact { fact_id: fact(), ..ReverseFact::example() });
    assert_eq!(books(&world, own()), amounts(&[]));
    let harvest = RecordInternalFact { kind: InternalKind::Production(Production::Harvest), ..transferring() };
    assert_eq!(world.refusal(&harvest), "commerce.fact.place-not-allowed");
    let mut circle = transferring();
    circle.lines[0].to = circle.lines[0].from.clone();
    assert_eq!(world.refusal(&circle), "commerce.fact.same-place");
}

#[test]
fn types_belong_to_one_domain() {
    let read = |text: &str| serde_json::from_str::<FactKind>(text);
    assert_eq!(read(r#"{"domain":"COMMERCIAL","type":"GOODS_SHIPMENT"}"#).unwrap(), FactKind::Commercial(Commercial::GoodsShipment));
    assert_eq!(read(r#"{"domain":"FINANCE_ADJ","type":"WRITE_OFF"}"#).unwrap().name(), "WRITE_OFF");
    assert!(read(r#"{"domain":"COMMERCIAL","type":"INTERNAL_TRANSFER"}"#).is_err());
    assert!(read(r#"{"domain":"LOGISTICS","type":"GOODS_SHIPMENT"}"#).is_err());
}

#[test]
fn k46_waybills_and_acts_prove_facts() {
    let recorded = || given::<Fact>([FactEvent::Recorded(facts::recorded())]);
    let kept = |size_bytes: u64, sha256: &str| Kept { size_bytes, sha256: sha256.to_owned() };
    let key = Fact::proof_key(&proof().sha256);
    let attached = FactEvent::ProofAttached { proof: proof() };
    recorded().document(&key, kept(12_345, &proof().sha256)).when(AttachProof::example()).then([attached.clone()]);
    recorded().when(AttachProof::example()).refused(FactRefusal::DocumentMissing);
    recorded().document(&key, kept(12_344, &proof().sha256)).when(AttachProof::example()).refused(FactRefusal::DocumentDiffers);
    let twice = given::<Fact>([FactEvent::Recorded(facts::recorded()), attached]);
    twice.document(&key, kept(12_345, &proof().sha256)).when(AttachProof::example()).refused(FactRefusal::TooManyProofs);
}

#[test]
fn k41_a_document_is_known_by_its_hash() {
    let recorded = || given::<Fact>([FactEvent::Recorded(facts::recorded())]);
    let key = Fact::proof_key(&proof().sha256);
    let other = Kept { size_bytes: 12_345, sha256: "b".repeat(64) };
    recorded().document(&key, other).when(AttachProof::example()).refused(FactRefusal::DocumentDiffers);
    for sha256 in ["../../x", "A".repeat(64).as_str(), "a".repeat(63).as_str()] {
        recorded().when(AttachProof { sha256: sha256.to_owned(), ..AttachProof::example() }).refused(FactRefusal::NotAHash);
    }
    recorded().when(AttachProof { size_bytes: PROOF_BYTES_MAX + 1, ..AttachProof::example() }).refused(FactRefusal::DocumentTooLarge);
}

#[test]
fn k31_artifacts_have_a_life_of_their_own() {
    let recorded = || given::<Fact>([FactEvent::Recorded(facts::recorded())]);
    let registered = FactEvent::ArtifactRegistered { artifact: facts::artifact() };
    recorded().when(RegisterArtifact::example()).then([registered.clone()]);
    let known = || given::<Fact>([FactEvent::Recorded(facts::recorded()), registered.clone()]);
    known().when(RegisterArtifact::example()).refused(FactRefusal::ArtifactExists);
    let decision = known().when(ChangeArtifactStatus::example()).accepted();
    let used = given::<Fact>([vec![FactEvent::Recorded(facts::recorded()), registered], decision.events].concat());
    let back = ChangeArtifactStatus { status: ArtifactStatus::Issued, ..ChangeArtifactStatus::example() };
    used.when(back).refused(FactRefusal::ArtifactOver { is: ArtifactStatus::Redeemed });
    recorded().when(ChangeArtifactStatus::example()).refused(FactRefusal::NoSuchArtifact);
    let mut malformed = RegisterArtifact::example();
    malformed.payload =
        ArtifactPayload::MercuryVsd { uuid: line("x"), guid: None, form: line("LIC1"), vsd_type: line("TRANSPORT"), issue_date: None };
    recorded().when(malformed).refused(FactRefusal::ArtifactMalformed);
}

#[test]
fn k03_a_fact_in_another_currency_needs_a_rate() {
    use crate::rules::exchange::ExchangeRate;
    let mut world = World::new();
    let contract = world.contract("export", own(), outsider(), |drafted| {
        drafted.currency = Currency::USD;
        drafted.terms.small_difference = None;
    });
    let price = ObligationLine { price: Money::from_minor(1_000, Currency::USD), ..obligations::lines().remove(0) };
    world.run(&UndertakeObligation {
        obligation_id: Some(obligation_id()),
        contract_id: contract,
        lines: vec![price],
        ..UndertakeObligation::example()
    });
    let export = RecordFact { lines: vec![facts::supplied(1, "40")], ..ship(contract) };
    assert_eq!(world.refusal(&export), "commerce.fact.no-rate");
    let rate = |rate: &str| ExchangeRate {
        from: Currency::USD,
        to: Currency::UAH,
        rate: rate.parse().unwrap(),
        source: line("НБУ"),
        day: day("2026-11-16"),
    };
    assert_eq!(world.refusal(&RecordFact { rates: vec![rate("0")], ..export.clone() }), "commerce.fact.unusable-rate");
    world.run(&RecordFact { rates: vec![rate("41.25")], ..export });
    assert_eq!(world.balance(own(), Purpose::Revenue), uah("-16500.00"));
}

#[test]
fn every_refusal_has_its_own_code_and_words() {
    use kernel::Refusal;
    let samples = FactRefusal::samples();
    let codes: std::collections::BTreeSet<_> = samples.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), samples.len());
    for texts in samples.iter().map(Refusal::texts) {
        assert!(texts.en.ends_with('.') && texts.uk != texts.en && texts.ru != texts.en, "{texts:?}");
    }
}

#[test]
fn a_batch_and_its_expiry_are_kept() {
    assert_eq!(FactEvent::Recorded(facts::recorded()).name(), "recorded.v1");
    let (mut world, contract) = sale(|_| {});
    world.run(&ship(contract));
    assert_eq!(world.state::<Fact>(fact()).lines[0].line.batch, Some(batch()));
}
