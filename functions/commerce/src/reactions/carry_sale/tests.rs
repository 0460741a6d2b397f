use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::aggregate::fold_events;
use kernel::{Context, Event, Money, Refused, Status, Texts};
use posting::Purpose;
use proptest::prelude::*;
use serde_json::{Value, json};
use testkit::decision::Given;

use super::*;
use crate::PartyId;
use crate::invoice::world::{World, own};
use crate::invoice::{Invoice, InvoiceStatus};
use crate::payment::auto_allocate::AutoAllocate;
use crate::payment::{Payment, PaymentStatus};
use crate::sale::note::{NoteOrder, OrderNews};
use crate::sale::resume::ResumeSale;
use crate::sale::{Placed, SaleMoney, SaleTerms};
use crate::samples::{day, line, sales};

/// A context in which orders are carried into the books of a seller.
fn context(seller: &str, payment_days: u16) -> Context {
    let mut settings = testkit::decision::settings();
    let orders = json!({ "orders": { "seller": PartyId::derive(&[seller]), "warehouse": "MAIN", "tax_code": "standard", "payment_days": payment_days } });
    settings.contexts = BTreeMap::from([("commerce".to_owned(), orders)]);
    Context { settings: Arc::new(settings), ..testkit::context() }
}

fn folded(events: &[SaleEvent]) -> Sale {
    fold_events::<Sale>(None, events, &testkit::context().meta("test")).unwrap().unwrap()
}

/// A command as it was sent.
type Sent = (&'static str, String, Value);

/// Delivers one event of a sale; `answer` says what becomes of each command.
fn deliver(event: &SaleEvent, version: u64, state: &Sale, mut answer: impl FnMut(&Sent) -> Result<(), &'static str>) -> Vec<Sent> {
    let context = testkit::context();
    let meta = context.meta("test");
    let trigger = Trigger { id: sales::id(), version, event, meta: &meta, state, context: &context };
    let mut open = CarrySaleOnNews::react(&trigger);
    let mut all = Vec::new();
    while !open.is_empty() {
        let Effect::Send { command, body, key } = open.remove(0) else { panic!("only commands are sent") };
        let sent = (command, key.clone(), body);
        let refused = |code| Refused { code, status: Status::Rule, texts: Texts::new("", "", "") };
        let result = answer(&sent).map_err(refused);
        all.push(sent);
        open.splice(0..0, CarrySaleOnNews::answered(&trigger, &Outcome::Sent { command, key, result }));
    }
    all
}

/// The names of the commands that are sent; `refused` says which is refused, with which code.
fn run(events: &[SaleEvent], refused: Option<(&str, &'static str)>) -> Vec<String> {
    let answer = |sent: &Sent| refused.filter(|(name, _)| *name == sent.0).map_or(Ok(()), |(_, code)| Err(code));
    let sent = deliver(events.last().unwrap(), 3, &folded(events), answer);
    sent.into_iter().map(|(name, ..)| name.trim_start_matches("commerce.").to_owned()).collect()
}

#[test]
fn x03_what_was_dispatched_and_paid_goes_to_the_books_without_a_click() {
    let events = [sales::dispatched(), vec![SaleEvent::MoneyMatched { money: sales::matched() }]].concat();
    let expected = [
        "register-party",
        "draft-contract",
        "sign-contract",
        "record-payment",
        "undertake-obligation",
        "record-fact",
        "draft-invoice",
        "issue-invoice",
        "post-invoice",
    ];
    assert_eq!(run(&events, None), expected);
}

#[test]
fn a_refused_step_stalls_the_sale_and_one_that_was_done_does_not() {
    let sent = run(&sales::dispatched(), Some(("commerce.sign-contract", "commerce.contract.party-frozen")));
    assert_eq!(sent, ["register-party", "draft-contract", "sign-contract", "stall-sale"]);
    for (command, code) in DONE_ALREADY {
        let sent = run(&sales::dispatched(), Some((command, code)));
        assert_eq!(sent.last().map(String::as_str), Some("post-invoice"), "{command} {code}");
    }
}

#[test]
fn every_refusal_that_is_passed_over_is_one_of_its_command() {
    for (name, code) in DONE_ALREADY {
        let command = crate::CATALOGUE.commands.iter().find(|command| command.spec().name == *name).unwrap();
        assert!(command.refusals().iter().any(|refused| refused.code == *code), "{name} {code}");
    }
}

#[test]
fn money_that_was_taken_away_is_reversed_and_a_cancelled_order_ends_its_contract() {
    let matched = SaleEvent::MoneyMatched { money: sales::matched() };
    let withdrawn =
        SaleEvent::MoneyWithdrawn { source: sales::matched().source, version: 5, reason: line("Помилка"), mistaken: false };
    let events = [sales::dispatched(), vec![matched, withdrawn]].concat();
    assert!(run(&events, None).contains(&"reverse-payment".to_owned()));
    let cancelled = [sales::dispatched(), vec![SaleEvent::Cancelled { on: kernel::Day::default() }]].concat();
    assert_eq!(run(&cancelled, None), ["terminate-contract"]);
}

/// What failed in the simulation: both steps of money that came and went were refused, and the
/// second obstacle was told under the key of the first.
#[test]
fn every_obstacle_of_a_delivery_has_its_own_key() {
    let matched = SaleEvent::MoneyMatched { money: sales::matched() };
    let withdrawn =
        SaleEvent::MoneyWithdrawn { source: sales::matched().source, version: 5, reason: line("Помилка"), mistaken: false };
    let events = [sales::dispatched(), vec![matched, withdrawn.clone()]].concat();
    let answer = |sent: &Sent| match sent.0 {
        "commerce.record-payment" => Err("commerce.payment.in-future"),
        "commerce.undertake-obligation" => Err("commerce.obligation.contract-not-signed"),
        _ => Ok(()),
    };
    let sent = deliver(&withdrawn, 7, &folded(&events), answer);
    let stalls: Vec<&Sent> = sent.iter().filter(|sent| sent.0 == StallSale::SPEC.name).collect();
    assert_eq!(stalls.len(), 2);
    assert!(stalls[0].1 != stalls[1].1 && stalls[0].2 != stalls[1].2, "{stalls:?}");
}

/// Every order under a lot of its own left a row below zero behind, for ever.
#[test]
fn k22_goods_of_orders_leave_one_row_of_stock_an_article() {
    let lots = |number: &str| {
        let mut events = sales::dispatched();
        for event in &mut events {
            if let SaleEvent::Placed { placed, .. } = event {
                placed.number = line(number);
            }
        }
        let steps = steps::goods(&folded(&events));
        bodies(&steps, RecordFact::SPEC.name)[0]["lines"].as_array().unwrap().iter().map(|line| line["batch"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(lots("26-000001-1"), lots("26-000002-2"));
}

#[test]
fn nothing_is_sent_where_orders_are_not_carried_into_the_books() {
    let events: Vec<SaleEvent> = sales::dispatched().into_iter().filter(|event| !matches!(event, SaleEvent::TermsFixed { .. })).collect();
    assert!(run(&events, None).is_empty());
}

fn bodies<'a>(steps: &'a [Step], name: &str) -> Vec<&'a Value> {
    let of = |step: &'a Step| match &step.effect {
        Effect::Send { body, .. } if step.command == name => Some(body),
        Effect::Send { .. } | Effect::Call { .. } | Effect::Keep { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } => None,
    };
    steps.iter().filter_map(of).collect()
}

#[test]
fn a_discount_is_shared_out_to_the_kopeck() {
    let placed = Placed { discount: sales::money("100.01"), ..sales::placed() };
    let sale = folded(&[
        SaleEvent::Noticed { id: sales::id(), order: sales::order() },
        SaleEvent::Placed { placed, version: 1 },
        SaleEvent::Confirmed,
        SaleEvent::TermsFixed { terms: sales::terms() },
    ]);
    let steps = steps::goods(&sale);
    let lines = bodies(&steps, UndertakeObligation::SPEC.name)[0]["lines"].as_array().unwrap();
    let discounts: Vec<&str> = lines.iter().map(|line| line["discount"]["amount"].as_str().unwrap()).collect();
    assert_eq!(discounts, ["80.01", "20.00"]);
}

#[test]
fn goods_that_are_revised_after_the_hand_over_stay_as_recorded_and_a_person_looks() {
    let revised = SaleEvent::GoodsRevised { items: sales::placed().items[..1].to_vec(), discount: sales::money("1.00"), version: 4 };
    let events = [sales::dispatched(), vec![revised.clone()]].concat();
    assert_eq!(steps::goods(&folded(&events)), steps::goods(&folded(&sales::dispatched())));
    let sent = deliver(&revised, 5, &folded(&events), |_| Ok(()));
    assert_eq!((sent[0].0, &sent[0].2["stall"]["code"]), (StallSale::SPEC.name, &json!(REVISED_AFTER_HAND_OVER)));
    let before = [sales::dispatched()[..4].to_vec(), vec![revised], sales::dispatched()[4..].to_vec()].concat();
    let steps = steps::goods(&folded(&before));
    assert_eq!(bodies(&steps, RecordFact::SPEC.name)[0]["lines"].as_array().map(Vec::len), Some(1));
    assert_eq!(bodies(&steps, CancelObligation::SPEC.name).len(), 1);
}

#[test]
fn terms_stay_as_they_were_when_the_first_step_could_be_taken() {
    let note = |version, news| NoteOrder { order: sales::order(), version, news };
    let placed = note(1, OrderNews::Placed { placed: sales::placed(), draft: true });
    let at = |events: Vec<SaleEvent>, note: NoteOrder, context: Context| {
        let given: Given<Sale> = testkit::given(events.clone());
        let written = given.settings((*context.settings).clone()).when(note).accepted().events;
        [events, written].concat()
    };
    let draft = at(Vec::new(), placed, context("first", 3));
    assert_eq!(folded(&draft).terms, None);
    let confirmed = at(draft, note(2, OrderNews::Confirmed), context("second", 5));
    let fixed = folded(&confirmed).terms.unwrap();
    assert_eq!((fixed.seller, fixed.payment_days), (PartyId::derive(&["second"]), 5));
    let later = at(confirmed, note(3, OrderNews::Dispatched { on: day("2026-11-20") }), context("third", 7));
    assert_eq!(folded(&later).terms, Some(fixed));
    let old: Vec<SaleEvent> = later.into_iter().filter(|event| !matches!(event, SaleEvent::TermsFixed { .. })).collect();
    let stalled = [old, vec![SaleEvent::Stalled { stall: sales::stall() }]].concat();
    let given: Given<Sale> = testkit::given(stalled);
    let resumed = given.settings((*context("fourth", 9).settings).clone()).when(ResumeSale::example()).accepted().events;
    assert_eq!(resumed.iter().map(Event::name).collect::<Vec<_>>(), ["terms-fixed.v1", "resumed.v1"]);
}

/// Carries what happened to a sale into a world that forgets every key at once: what was done is
/// only known by what it refuses.
fn carry(world: &mut World, events: &[SaleEvent]) {
    world.seed::<Sale>(sales::id(), events.to_vec());
    let state = world.state::<Sale>(sales::id());
    for event in events.iter().filter(|event| CarrySaleOnNews::SPEC.on.contains(&event.name().as_str())) {
        let send = |sent: &Sent| world.send(sent.0, &sent.2).map_err(|refused| refused.code);
        deliver(event, 1, &state, send);
    }
}

fn matched(version: u64, amount: &str) -> SaleMoney {
    let source = sales::matched().source;
    let payment = Sale::payment_of(sales::id(), source.as_str(), version);
    SaleMoney { payment, version, amount: sales::money(amount), on: day("2026-11-17"), ..sales::matched() }
}

fn withdrawn(version: u64, reason: &str) -> SaleEvent {
    SaleEvent::MoneyWithdrawn { source: sales::matched().source, version, reason: line(reason), mistaken: false }
}

fn seller_sells() -> Vec<SaleEvent> {
    let terms = SaleTerms { seller: own(), ..sales::terms() };
    vec![
        SaleEvent::Noticed { id: sales::id(), order: sales::order() },
        SaleEvent::Placed { placed: Placed { on: day("2026-11-15"), ..sales::placed() }, version: 1 },
        SaleEvent::Confirmed,
        SaleEvent::TermsFixed { terms },
    ]
}

#[test]
fn k12_money_that_is_matched_taken_away_and_matched_again_is_a_fresh_payment_to_the_kopeck() {
    let mut world = World::new();
    carry(&mut world, &seller_sells());
    let (first, second) = (matched(2, "1500.50"), matched(4, "1500.49"));
    carry(&mut world, &[SaleEvent::MoneyMatched { money: first.clone() }]);
    carry(&mut world, &[SaleEvent::Dispatched { on: day("2026-11-16") }]);
    world.run(&AutoAllocate { payment_id: first.payment });
    assert_eq!(world.state::<Sale>(sales::id()).stalled, None);
    let invoice = |world: &World| world.state::<Invoice>(world.state::<Sale>(sales::id()).invoice());
    assert_eq!(invoice(&world).status(), InvoiceStatus::Paid);
    carry(&mut world, &[withdrawn(3, "Не той платіж")]);
    assert_eq!(
        (world.state::<Payment>(first.payment).status(), invoice(&world).open().amount()),
        (PaymentStatus::Reversed, "1500.50".into())
    );
    assert_eq!(world.balance(own(), Purpose::Bank), sales::money("0.00"));
    carry(&mut world, &[SaleEvent::MoneyMatched { money: second.clone() }]);
    world.run(&AutoAllocate { payment_id: second.payment });
    assert_eq!(world.state::<Payment>(second.payment).remainder(), sales::money("0.00"));
    assert_eq!((invoice(&world).open().amount(), world.balance(own(), Purpose::Bank).amount()), ("0.01".into(), "1500.49".into()));
    // All of it told again changes nothing, except that what is paid is not paid again.
    let entries = world.entries().len();
    carry(&mut world, &[SaleEvent::Resumed { note: line("ще раз") }]);
    assert_eq!((world.entries().len(), world.state::<Sale>(sales::id()).stalled), (entries, None));
}

#[test]
fn k12_money_matched_twice_and_late_ends_as_the_newest_says() {
    let mut world = World::new();
    let both = [SaleEvent::MoneyMatched { money: matched(2, "10.01") }, withdrawn(3, "Раз"), withdrawn(5, "Два")];
    carry(&mut world, &[seller_sells(), both.to_vec()].concat());
    carry(&mut world, &[SaleEvent::MoneyMatched { money: matched(6, "10.01") }, SaleEvent::Cancelled { on: day("2026-11-18") }]);
    let status = |version| world.state::<Payment>(matched(version, "0.00").payment).status();
    assert_eq!((status(2), status(6)), (PaymentStatus::Reversed, PaymentStatus::Confirmed));
    assert_eq!(world.balance(own(), Purpose::AdvancesReceived), sales::money("-10.01"));
}

#[test]
fn r12_all_that_came_is_in_the_bank_and_what_the_order_does_not_need_is_the_buyers_advance() {
    let mut world = World::new();
    carry(&mut world, &seller_sells());
    let money = matched(2, "2000.00");
    carry(&mut world, &[SaleEvent::MoneyMatched { money: money.clone() }, SaleEvent::Dispatched { on: day("2026-11-16") }]);
    world.run(&AutoAllocate { payment_id: money.payment });
    let invoice = world.state::<Invoice>(world.state::<Sale>(sales::id()).invoice());
    assert_eq!(invoice.status(), InvoiceStatus::Paid);
    let balance = |purpose| world.balance(own(), purpose).amount();
    assert_eq!((balance(Purpose::Bank), balance(Purpose::AdvancesReceived)), ("2000.00".to_owned(), "-499.50".to_owned()));
}

/// Re-matched, both orders tell of it at once, and either may be heard first.
#[test]
fn r15_money_that_moves_to_another_order_has_another_reference_there() {
    let of_order = |order: &str| {
        let mut events = seller_sells();
        events[0] = SaleEvent::Noticed { id: Sale::id_of(order), order: line(order) };
        events.push(SaleEvent::MoneyMatched { money: matched(2, "1500.50") });
        bodies(&steps::money(&folded(&events)), RecordPayment::SPEC.name)[0]["external"].clone()
    };
    assert_ne!(of_order("ord_1"), of_order("ord_2"));
}

/// What each reversing entry is dated, beside what it takes back.
fn reversal_days(world: &World) -> Vec<(kernel::Day, kernel::Day)> {
    let entries = world.entries();
    let original = |id| entries.iter().find(|entry| entry.entry.id == id).unwrap().entry.day;
    let mut days: Vec<_> = entries.iter().filter_map(|entry| Some((original(entry.entry.reverses?), entry.entry.day))).collect();
    days.sort_unstable();
    days
}

#[test]
fn r12_r15_money_that_never_was_for_the_order_leaves_it_on_its_own_day_and_what_the_bank_took_leaves_today() {
    let (paid_on, today) = (day("2026-11-17"), day("2026-11-21"));
    for (mistaken, closed, expected) in [(true, false, paid_on), (false, false, today), (true, true, day("2026-12-05"))] {
        let mut world = World::new();
        carry(&mut world, &seller_sells());
        let money = matched(2, "1500.50");
        carry(&mut world, &[SaleEvent::MoneyMatched { money: money.clone() }, SaleEvent::Dispatched { on: day("2026-11-16") }]);
        world.run(&AutoAllocate { payment_id: money.payment });
        if closed {
            world.now = "2026-12-05T08:00:00Z";
            world.close_month(own(), "2026-11");
        }
        let SaleEvent::MoneyWithdrawn { source, version, reason, .. } = withdrawn(3, "Не той платіж") else {
            panic!("withdrawn")
        };
        carry(&mut world, &[SaleEvent::MoneyWithdrawn { source, version, reason, mistaken }]);
        assert_eq!(world.state::<Sale>(sales::id()).stalled, None);
        // The allocation's entry and the bank's.
        assert_eq!(reversal_days(&world), [(paid_on, expected); 2], "{mistaken} {closed}");
        assert_eq!(world.balance(own(), Purpose::Bank), sales::money("0.00"));
    }
}

fn any_news() -> impl Strategy<Value = (u64, OrderNews)> {
    let minor = |most: i64| (0..most).prop_map(|minor| Money::from_minor(minor, kernel::Currency::UAH));
    let source = (0..2u8).prop_map(|n| line(&format!("pay_{n}")));
    let on = (1..28u32).prop_map(|n| day(&format!("2026-11-{n:02}")));
    let text = (0..3u8).prop_map(|n| line(&format!("Причина {n}")));
    let items = (1..3usize, minor(100_000)).prop_map(|(count, price)| {
        let mut items = sales::placed().items;
        items.truncate(count);
        items.iter_mut().for_each(|item| item.price = price);
        items
    });
    let placed = (items.clone(), minor(100), text.clone(), any::<bool>(), on.clone()).prop_map(|(items, discount, name, draft, on)| {
        OrderNews::Placed { placed: Placed { buyer_name: name, items, discount, on, ..sales::placed() }, draft }
    });
    let news = prop_oneof![
        2 => placed,
        2 => Just(OrderNews::Confirmed),
        2 => (items, minor(100)).prop_map(|(items, discount)| OrderNews::GoodsRevised { items, discount }),
        1 => on.clone().prop_map(|on| OrderNews::Dispatched { on }),
        1 => on.clone().prop_map(|on| OrderNews::Returned { on }),
        1 => on.clone().prop_map(|on| OrderNews::Cancelled { on }),
        3 => (source.clone(), minor(200_000), on).prop_map(|(source, amount, on)| OrderNews::MoneyMatched { source, amount, on }),
        3 => (source, text, any::<bool>()).prop_map(|(source, reason, mistaken)| OrderNews::MoneyWithdrawn { source, reason, mistaken }),
    ];
    (1..9u64, news)
}

proptest! {
    /// Whatever is heard in whatever order, whatever the tenant sets in between, whatever is
    /// refused at the first or the second delivery: the same key always names the same command.
    #[test]
    fn x08_the_same_key_always_says_the_same(
        notes in prop::collection::vec((any_news(), 0..3u16), 1..24),
        refusals in prop::collection::vec(any::<bool>(), 64),
    ) {
        const CODES: [&str; 3] = ["commerce.test.one", "commerce.test.two", "commerce.test.three"];
        let (mut events, mut commits, mut said) = (Vec::<SaleEvent>::new(), Vec::new(), BTreeMap::<(&str, String), Value>::new());
        let mut luck = refusals.iter().cycle();
        let mut codes = CODES.iter().cycle();
        let mut deliveries = |events: &[SaleEvent], commits: &[(u64, SaleEvent)], said: &mut BTreeMap<_, _>| {
            for (version, event) in commits.iter().filter(|(_, event)| CarrySaleOnNews::SPEC.on.contains(&event.name().as_str())) {
                let answer = |_: &Sent| if luck.next() == Some(&true) { Err(*codes.next().unwrap()) } else { Ok(()) };
                for (command, key, body) in deliver(event, *version, &folded(events), answer) {
                    prop_assert!(key.len() <= 200);
                    let before = said.entry((command, key.clone())).or_insert_with(|| body.clone());
                    prop_assert_eq!(&*before, &body, "{} {}", command, key);
                }
            }
            Ok(())
        };
        for (version, ((order_version, news), setting)) in (1u64..).zip(notes) {
            let settings = (*context(&format!("seller {setting}"), setting).settings).clone();
            let note = NoteOrder { order: sales::order(), version: order_version, news };
            let given: Given<Sale> = testkit::given(events.clone());
            let written = given.settings(settings).when(note).accepted().events;
            events.extend(written.clone());
            let commit: Vec<(u64, SaleEvent)> = written.into_iter().map(|event| (version, event)).collect();
            if !events.is_empty() {
                deliveries(&events, &commit, &mut said)?;
            }
            commits.extend(commit);
        }
        // Everything is delivered once more, late, and meets the newest state.
        if !events.is_empty() {
            deliveries(&events, &commits, &mut said)?;
        }
    }
}
