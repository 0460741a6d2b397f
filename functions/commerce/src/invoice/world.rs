//! A store in memory with the pipeline from command to commit, for tests over several
//! aggregates: every version is checked as the store checks it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::{Commit, History};
use kernel::command::{AnyCommand, Decided, Undecided, command};
use kernel::facts::ROUNDS_MAX;
use kernel::view::{AnyView, Order, Range, RowQuery, view};
use kernel::{
    Actor, Aggregate, Answer, Change, Command, Context, Currency, Event, Facts, Id, Line, Loaded, Money, Page, Query, Refused, Row, RowKey,
    StreamKey, Want,
};
use posting::{Book, JournalEntry, PeriodGate, PeriodGateEvent, Purpose, Side, book_of};
use serde_json::Value;

use crate::contract::{Contract, ContractEvent, Drafted, RoleKind, Signed};
use crate::fact::{Commercial, Fact, FactEvent, FactKind, FactLine, Priced, Recorded};
use crate::graph::PartyGraph;
use crate::invoice::assess::InvoiceContent;
use crate::invoice::draft::DraftInvoice;
use crate::invoice::issue::IssueInvoice;
use crate::invoice::post::PostInvoice;
use crate::invoice::{Invoice, LineWish};
use crate::obligation::Article;
use crate::party::{Party, PartyEvent, PartyProfile};
use crate::payment::Payment;
use crate::payment::allocate::AllocatePayment;
use crate::payment::record::RecordPayment;
use crate::samples::{contracts, day, facts, line, literal, money, parties};
use crate::views::account_statement::{AccountStatementFromInvoice, AccountStatementFromPayment};
use crate::views::invoice_list::InvoiceListFromInvoice;
use crate::views::payment_list::PaymentListFromPayment;
use crate::{ContractId, FactId, InvoiceId, PartyId, PaymentId};

const VIEWS: &[&dyn AnyView] = &[
    view::<InvoiceListFromInvoice>(),
    view::<PaymentListFromPayment>(),
    view::<AccountStatementFromInvoice>(),
    view::<AccountStatementFromPayment>(),
];

/// Streams and unique values of a tenant.
#[derive(Clone)]
pub(crate) struct World {
    streams: BTreeMap<StreamKey, History>,
    claims: BTreeMap<(String, String), String>,
    rows: BTreeMap<&'static str, BTreeMap<RowKey, Row>>,
    seed: u128,
    /// The time of whatever comes next.
    pub(crate) now: &'static str,
    /// The tenant's settings.
    pub(crate) settings: std::sync::Arc<kernel::Settings>,
}

/// The own company that sells.
pub(crate) fn own() -> PartyId {
    parties::seller_id()
}

/// Another own company.
pub(crate) fn sister() -> PartyId {
    parties::lessor_id()
}

/// An outside company.
pub(crate) fn outsider() -> PartyId {
    parties::buyer_id()
}

/// Hryvnias.
pub(crate) fn uah(amount: &str) -> Money {
    money(amount, Currency::UAH)
}

/// The first invoice of a test.
pub(crate) fn invoice(n: u32) -> InvoiceId {
    InvoiceId::derive(&["world", &n.to_string()])
}

/// A payment of a test.
pub(crate) fn payment(n: u32) -> PaymentId {
    PaymentId::derive(&["world", &n.to_string()])
}

/// How much of which line of a fact.
pub(crate) fn wish(fact: FactId, n: u16, quantity: &str) -> LineWish {
    LineWish { fact_id: fact, line: n, quantity: literal(quantity) }
}

impl World {
    /// Two own companies with books in hryvnias, an outside company, all of them payers of VAT.
    pub(crate) fn new() -> Self {
        let (now, settings) = (testkit::decision::NOW, testkit::context().settings);
        let mut world = Self { streams: BTreeMap::new(), claims: BTreeMap::new(), rows: BTreeMap::new(), seed: 1, now, settings };
        for (id, profile) in [(own(), parties::seller()), (sister(), parties::lessor()), (outsider(), parties::buyer())] {
            world.party(id, profile);
        }
        world.book(own(), Currency::UAH);
        world.book(sister(), Currency::UAH);
        world
    }

    /// A party that pays VAT.
    pub(crate) fn party(&mut self, id: PartyId, profile: PartyProfile) {
        self.seed::<Party>(id, [parties::registered(id, profile), PartyEvent::TaxRegistered(parties::vat_registration())]);
    }

    /// Opens a book.
    pub(crate) fn book(&mut self, party: PartyId, currency: Currency) {
        let opened = posting::samples::opened_with_chart(party, currency, kernel::settings::Jurisdiction::UA);
        self.seed::<Book>(book_of(party), [opened]);
    }

    /// A signed contract like the sample's between two parties.
    pub(crate) fn contract(&mut self, name: &str, seller: PartyId, buyer: PartyId, change: impl FnOnce(&mut Drafted)) -> ContractId {
        let id = ContractId::derive(&["world", name]);
        let roles = vec![contracts::role(seller, RoleKind::Seller), contracts::role(buyer, RoleKind::Buyer)];
        let mut drafted = Drafted { id, number: line(name), roles, ..contracts::sale() };
        change(&mut drafted);
        let signed = ContractEvent::Signed(Signed { on: day("2026-01-01"), asset: None });
        self.seed::<Contract>(id, [ContractEvent::Drafted(drafted), signed]);
        id
    }

    /// A shipment under a contract: quantities and net prices of its lines.
    pub(crate) fn fact(&mut self, name: &str, contract: ContractId, lines: &[(&str, &str)]) -> FactId {
        let of = self.state::<Contract>(contract);
        let on = day("2026-11-16");
        let (seller, buyer, currency) = (of.seller(on).unwrap(), of.buyer(on).unwrap(), of.currency);
        let id = FactId::derive(&["world", name]);
        let line_of = |(n, (quantity, price)): (u16, &(&str, &str))| {
            let sample = facts::recorded().lines.remove(0);
            let (quantity, price) = (literal(quantity), money(price, currency));
            let amount = price.times(quantity).unwrap();
            let priced = Priced { price, agreed: amount, amount, ..sample.priced.clone().unwrap() };
            let article = Article { code: line(&format!("A{n}")), name: line(&format!("Товар {n}")) };
            FactLine { n, quantity, article, priced: Some(priced), unit_cost: None, ..sample }
        };
        let recorded = Recorded {
            id,
            kind: FactKind::Commercial(Commercial::GoodsShipment),
            contract: Some(contract),
            seller,
            buyer,
            currency: Some(currency),
            occurred: on,
            posted_on: on,
            lines: (1..).zip(lines).map(line_of).collect(),
            ..facts::recorded()
        };
        self.seed::<Fact>(id, [FactEvent::Recorded(recorded)]);
        id
    }

    /// Closes a month of a company's book.
    pub(crate) fn close_month(&mut self, party: PartyId, month: &str) {
        let (book, month) = (book_of(party), literal(month));
        for number in 0..posting::gate::GATES {
            self.seed::<PeriodGate>(posting::gate::gate(book, month, number), [PeriodGateEvent::Closed { book, month }]);
        }
    }

    /// Writes events as they are.
    pub(crate) fn seed<A: Aggregate>(&mut self, id: Id<A::Kind>, events: impl IntoIterator<Item = A::Event>) {
        let events: Vec<Value> = events.into_iter().map(|event| event.write().unwrap()).collect();
        self.append(A::stream(id), events);
    }

    fn append(&mut self, stream: StreamKey, events: Vec<Value>) {
        let meta = self.context(1).meta("test");
        let history = self.streams.entry(stream.clone()).or_default();
        let from = history.version();
        history.commits.push(Commit { version: from + 1, meta, key: None, events });
        let history = history.clone();
        for view in VIEWS.iter().filter(|view| view.aggregate() == stream.kind) {
            let projected = view.project(&testkit::context().tenant, &stream.id, from, &history).unwrap();
            let rows = self.rows.entry(view.spec().view).or_default();
            for change in projected.into_iter().flat_map(|projected| projected.changes) {
                match change {
                    Change::Put(row) => drop(rows.insert(row.key.clone(), row)),
                    Change::Delete(key) => drop(rows.remove(&key)),
                    Change::Add(_) => panic!("no sums here"),
                }
            }
        }
    }

    fn context(&self, seed: u128) -> Context {
        let seed = kernel::id::derive_uuid("test", &[&seed.to_string()]);
        Context {
            actor: Actor::system("test"),
            seed,
            now: self.now.parse().unwrap(),
            settings: self.settings.clone(),
            ..testkit::context()
        }
    }

    fn find(&self, want: &Want, facts: &mut Facts) {
        match want {
            Want::Aggregate { stream, .. } => facts.put_aggregate(want, &self.streams.get(stream).cloned().unwrap_or_default()).unwrap(),
            Want::Guard { scope, value } => facts.put_guard(want, self.claims.get(&(scope.clone(), value.clone())).cloned()),
            Want::Rows(query) => facts.put_rows(want, self.page(query)),
            Want::Document { .. } | Want::Content { .. } | Want::SubjectKey { .. } | Want::UploadUrl { .. } | Want::DownloadUrl { .. } => {
                panic!("no documents here")
            }
        }
    }

    /// Rows of a view, as the store reads them.
    pub(crate) fn page(&self, query: &RowQuery) -> Page {
        let key = |row: &Row| match query.order {
            Order::Main => Some(row.key.clone()),
            Order::Index1 => row.index1.clone(),
            Order::Index2 => row.index2.clone(),
        };
        let within = |sort: &str| match &query.range {
            Range::All => true,
            Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
            Range::UpTo(last) => sort <= last.as_str(),
            Range::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort),
        };
        let rows = self.rows.get(query.view).into_iter().flat_map(BTreeMap::values);
        let mut hits: Vec<(RowKey, Row)> = rows.filter_map(|row| Some((key(row)?, row.clone()))).collect();
        hits.retain(|(key, _)| key.partition == query.partition && within(&key.sort));
        hits.sort_by(|(one, _), (other, _)| one.cmp(other));
        if query.descending {
            hits.reverse();
        }
        Page { rows: hits.into_iter().take(query.limit as usize).map(|(_, row)| row).collect(), next_cursor: None }
    }

    /// What a command decides now; nothing is written.
    pub(crate) fn decide<C: Command>(&self, body: &C) -> Result<Decided, Refused> {
        self.decide_any(command::<C>(), serde_json::to_value(body).unwrap())
    }

    fn decide_any(&self, any: &dyn AnyCommand, body: Value) -> Result<Decided, Refused> {
        let context = self.context(self.seed);
        let mut pending = any.open(body).unwrap();
        let stream = pending.stream(&context);
        pending.load(&self.streams.get(&stream).cloned().unwrap_or_default()).unwrap();
        let mut facts = Facts::default();
        for round in 0.. {
            let wants: Vec<Want> = pending.wants(&facts, &context).into_iter().filter(|want| !facts.has(want)).collect();
            if wants.is_empty() {
                break;
            }
            assert!(round < ROUNDS_MAX, "{} asks too often", any.spec().name);
            for want in wants {
                self.find(&want, &mut facts);
            }
        }
        pending.decide(&facts, &context).map_err(|undecided| match undecided {
            Undecided::Refused(refused) => refused,
            Undecided::Impossible(impossible) => panic!("{impossible}"),
        })
    }

    /// Writes a decision, unless somebody wrote in between: as the store does, all or nothing.
    pub(crate) fn write(&mut self, decided: Decided) -> bool {
        let version = |stream: &StreamKey| self.streams.get(stream).map_or(0, History::version);
        let unchanged = decided.unchanged.iter().all(|seen| version(&seen.stream) == seen.version);
        let expected = decided.appends.iter().all(|append| version(&append.stream) == append.expected);
        let keys: Vec<(String, String)> = decided.claims.iter().map(|claim| (claim.scope.clone(), claim.value.clone())).collect();
        if !unchanged || !expected || keys.iter().any(|key| self.claims.contains_key(key)) {
            return false;
        }
        let streams: BTreeSet<&StreamKey> = decided.appends.iter().map(|append| &append.stream).collect();
        assert_eq!(streams.len(), decided.appends.len(), "one append a stream");
        let items = decided.appends.len() + decided.claims.len() + decided.releases.len() + decided.unchanged.len();
        assert!(items <= 100, "{items} items in one transaction");
        self.seed += 1;
        for release in decided.releases {
            self.claims.remove(&(release.scope, release.value));
        }
        self.claims.extend(keys.into_iter().map(|key| (key, "test".to_owned())));
        for append in decided.appends {
            self.append(append.stream.clone(), append.events);
            self.check(&append.stream);
        }
        true
    }

    /// Everything that was written loads again: appends to other streams are not folded when
    /// they are decided.
    fn check(&self, stream: &StreamKey) {
        let history = &self.streams[stream];
        let folded = match stream.kind.as_str() {
            Invoice::NAME => history.fold::<Invoice>().map(drop),
            Payment::NAME => history.fold::<Payment>().map(drop),
            Fact::NAME => history.fold::<Fact>().map(drop),
            JournalEntry::NAME => history.fold::<JournalEntry>().map(drop),
            crate::obligation::Obligation::NAME => history.fold::<crate::obligation::Obligation>().map(drop),
            crate::sale::Sale::NAME => history.fold::<crate::sale::Sale>().map(drop),
            crate::series::NumberSeries::NAME => history.fold::<crate::series::NumberSeries>().map(drop),
            crate::budget::Budget::NAME => history.fold::<crate::budget::Budget>().map(drop),
            PartyGraph::NAME | Contract::NAME | Party::NAME | crate::asset::Asset::NAME | crate::stock::StockSheet::NAME => Ok(()),
            other => panic!("nobody writes to {other}"),
        };
        folded.unwrap();
    }

    /// Carries a command out.
    pub(crate) fn try_run<C: Command>(&mut self, body: &C) -> Result<(), Refused> {
        let decided = self.decide(body)?;
        assert!(self.write(decided), "nobody else writes");
        Ok(())
    }

    /// Carries a command out that a reaction sends.
    pub(crate) fn send(&mut self, name: &str, body: &Value) -> Result<(), Refused> {
        let any = crate::CATALOGUE.commands.iter().find(|command| command.spec().name == name).unwrap();
        let decided = self.decide_any(*any, body.clone())?;
        assert!(self.write(decided), "nobody else writes");
        Ok(())
    }

    /// Carries a command out that must be accepted.
    #[track_caller]
    pub(crate) fn run<C: Command>(&mut self, body: &C) {
        if let Err(refused) = self.try_run(body) {
            panic!("{}: {refused:?}", C::SPEC.name);
        }
    }

    /// The code of the refusal of a command that must be refused.
    #[track_caller]
    pub(crate) fn refusal<C: Command>(&mut self, body: &C) -> &'static str {
        match self.decide(body) {
            Ok(decided) => panic!("{} was accepted: {decided:?}", C::SPEC.name),
            Err(refused) => refused.code,
        }
    }

    /// What a query answers.
    pub(crate) fn ask<Q: Query>(&self, query: &Q) -> Q::Answer {
        let (context, mut facts) = (self.context(self.seed), Facts::default());
        for _ in 0..ROUNDS_MAX {
            for want in query.wants(&facts, &context) {
                if !facts.has(&want) {
                    self.find(&want, &mut facts);
                }
            }
        }
        let answer: Result<Answer<Q::Answer>, _> = query.answer(&facts, &context);
        answer.unwrap().body
    }

    /// The newest state of something that exists.
    #[track_caller]
    pub(crate) fn state<A: Aggregate>(&self, id: Id<A::Kind>) -> A {
        let loaded: Loaded<A> = self.streams[&A::stream(id)].fold::<A>().unwrap().unwrap();
        loaded.state
    }

    /// Every entry in the books.
    pub(crate) fn entries(&self) -> Vec<JournalEntry> {
        let of_entries = self.streams.iter().filter(|(stream, _)| stream.kind == JournalEntry::NAME);
        of_entries.map(|(_, history)| history.fold::<JournalEntry>().unwrap().unwrap().state).collect()
    }

    /// The balance of a company's account for a purpose: debit less credit.
    pub(crate) fn balance(&self, party: PartyId, purpose: Purpose) -> Money {
        let book = self.state::<Book>(book_of(party));
        let account = book.account_for(purpose).unwrap();
        let mut sum = Money::zero(book.currency);
        for entry in self.entries().iter().filter(|entry| entry.entry.book == book.id) {
            for line in entry.entry.lines.iter().filter(|line| line.account == *account) {
                sum = match line.side {
                    Side::Debit => sum.plus(line.amount).unwrap(),
                    Side::Credit => sum.minus(line.amount).unwrap(),
                };
            }
        }
        sum
    }

    /// The balances of a company's accounts that are not zero, by purpose.
    pub(crate) fn balances(&self, party: PartyId, purposes: &[Purpose]) -> Vec<(Purpose, String)> {
        let of = |purpose: &Purpose| (*purpose, self.balance(party, *purpose).amount());
        purposes.iter().map(of).filter(|(_, amount)| amount != "0.00").collect()
    }

    /// A draft over facts.
    pub(crate) fn draft(&mut self, id: InvoiceId, contract: ContractId, lines: Vec<LineWish>) {
        let content = InvoiceContent { lines, ..content() };
        self.run(&DraftInvoice { invoice_id: Some(id), contract_id: contract, content });
    }

    /// A draft over facts, sent.
    pub(crate) fn issue(&mut self, id: InvoiceId, contract: ContractId, lines: Vec<LineWish>) {
        self.draft(id, contract, lines);
        self.run(&IssueInvoice { invoice_id: id, ..IssueInvoice::example() });
    }

    /// A draft over facts, sent and posted.
    pub(crate) fn post(&mut self, id: InvoiceId, contract: ContractId, lines: Vec<LineWish>) {
        self.issue(id, contract, lines);
        self.run(&PostInvoice { invoice_id: id, day: None });
    }

    /// Confirmed money for a contract.
    pub(crate) fn pay(&mut self, id: PaymentId, payer: PartyId, payee: PartyId, amount: Money, contract: Option<ContractId>) {
        let record =
            RecordPayment { payment_id: Some(id), payer, payee, amount, contract_id: contract, external: None, ..RecordPayment::example() };
        self.run(&record);
    }

    /// Allocates as much as possible.
    pub(crate) fn allocate(&mut self, payment_id: PaymentId, invoice_id: InvoiceId) {
        self.run(&AllocatePayment { payment_id, invoice_id, amount: None, day: None });
    }
}

/// No lines, no advance, no rates.
pub(crate) fn content() -> InvoiceContent {
    InvoiceContent { lines: Vec::new(), note: None, ..crate::samples::invoices::content() }
}

/// A line of text of a test.
pub(crate) fn reason() -> Line {
    line("так")
}
