//! A tenant, its vendor and everything between them, in memory: the real commands, reactions and
//! schedules against a model of the vendor, with faults.

pub(crate) mod vendor;

use std::collections::{BTreeMap, VecDeque};

use kernel::aggregate::{Commit, StreamKey};
use kernel::reaction::{AnyReaction, AnySchedule, FailureClass, Occurrence, Outcome, OutsideError};
use kernel::{Actor, Effect, Facts, Moment};
use testkit::tenant::Tenant;

use crate::declaration::header::Header;
use crate::declaration::{Declaration, DeclarationEvent};
use crate::organization::Organization;
use crate::outside::kontur::{Request, code};
use crate::samples::{declarations as sample, organizations};
use crate::{CATALOGUE, DeclarationId, DocumentId};
use vendor::Vendor;

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It never gets there.
    FailsBefore,
    /// It is done, and the answer is lost.
    FailsAfter,
    /// The process ends before the call, and the event comes again.
    CrashesBefore,
    /// The process ends after the call, and the event comes again.
    CrashesAfter,
    /// The process ends after the call, and the event never comes again.
    Vanishes,
}

impl Fault {
    pub(crate) const ALL: [Self; 5] = [Self::FailsBefore, Self::FailsAfter, Self::CrashesBefore, Self::CrashesAfter, Self::Vanishes];
}

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Done,
    Again,
    Lost,
}

/// One event for one reaction.
#[derive(Clone)]
struct Delivery {
    reaction: &'static dyn AnyReaction,
    stream: StreamKey,
    commit: Commit,
    index: usize,
}

pub(crate) struct World {
    pub(crate) tenant: Tenant,
    pub(crate) vendor: Vendor,
    /// Which call, counted from 0, goes wrong how.
    pub(crate) faults: BTreeMap<usize, Fault>,
    /// Every call that was made.
    pub(crate) calls: Vec<Request>,
    /// Which deliveries, counted from 0, come twice; all of them, when it says so.
    pub(crate) twice: fn(usize) -> bool,
    deliveries: usize,
    keys: BTreeMap<(&'static str, String), serde_json::Value>,
    seen: usize,
    queue: VecDeque<Delivery>,
}

/// The declaration of the tests.
pub(crate) fn id() -> DeclarationId {
    sample::declaration_id()
}

/// A document without a scan, of the same kind as the sample's.
pub(crate) fn plain_document() -> crate::declaration::document::Document {
    let (id, number) = (DocumentId::derive(&["plain"]), crate::samples::line("INV-2026-18"));
    crate::declaration::document::Document { id, number, file: None, goods: sample::numbers(&[]), ..sample::document() }
}

impl World {
    /// A complete draft, and a vendor that knows nothing of it.
    pub(crate) fn drafted() -> Self {
        let now: Moment = testkit::decision::NOW.parse().expect("a moment");
        let catalogues: &'static [&'static kernel::Catalogue] = &[&CATALOGUE];
        let mut tenant = Tenant::new(catalogues, sample::settings(), now);
        let header = Header { ..sample::header() };
        let created = DeclarationEvent::Created { id: id(), header: Box::new(header), origin: crate::declaration::header::Origin::New };
        let party = crate::declaration::party::Party { organization: organizations::legal_id(), ..sample::party() };
        let role = crate::declaration::party::PartyRole::Consignee;
        tenant.happened::<Organization>(organizations::legal_id(), [organizations::legal_created()]);
        let attached = |document| DeclarationEvent::DocumentAttached { document: Box::new(document) };
        let events = [
            created,
            sample::form_saved(),
            attached(sample::document()),
            attached(plain_document()),
            DeclarationEvent::PartySet { role, party },
        ];
        tenant.happened::<Declaration>(id(), events);
        let form = sample::read_form();
        tenant.keep(&form.reference().key(), form.bytes());
        Self {
            tenant,
            vendor: Vendor::default(),
            faults: BTreeMap::new(),
            calls: Vec::new(),
            twice: |_| false,
            deliveries: 0,
            keys: BTreeMap::new(),
            seen: 0,
            queue: VecDeque::new(),
        }
    }

    pub(crate) fn state(&self) -> Declaration {
        self.tenant.state::<Declaration>(id()).expect("a declaration")
    }

    /// Somebody asks for something.
    pub(crate) fn send<C: kernel::Command>(&mut self, command: &C) {
        self.try_send(command).unwrap_or_else(|refused| panic!("{refused:?}"));
    }

    pub(crate) fn try_send<C: kernel::Command>(&mut self, command: &C) -> Result<(), kernel::Refused> {
        let body = serde_json::to_value(command).expect("a body");
        self.tenant.send(C::SPEC.name, body).map(drop)
    }

    /// Delivers events until none is left.
    pub(crate) fn deliver(&mut self) {
        loop {
            self.look_for_commits();
            let Some(delivery) = self.queue.pop_front() else { return };
            self.deliveries += 1;
            let twice = (self.twice)(self.deliveries);
            let ended = self.react(&delivery);
            if ended == Ended::Again || (ended == Ended::Done && twice) {
                let again = self.react(&delivery);
                if again == Ended::Again {
                    self.queue.push_back(delivery);
                }
            }
        }
    }

    /// Time passes, minute by minute, with the schedules at each.
    pub(crate) fn pass_minutes(&mut self, minutes: u32) {
        for _ in 0..minutes {
            self.tenant.wait_ms(60_000);
            // Those of reference data ask for other things.
            let ours = ["customs.poll-docflows", "customs.tend-submissions"];
            for schedule in CATALOGUE.schedules.iter().filter(|schedule| ours.contains(&schedule.spec().name)) {
                self.tick(*schedule);
            }
            self.deliver();
        }
    }

    /// One schedule at this minute.
    pub(crate) fn tick(&mut self, schedule: &'static dyn AnySchedule) {
        let context = self.tenant.context_as(Actor::system(schedule.spec().name));
        for effect in self.tenant.tick(schedule) {
            self.perform(vec![effect], |outcome| schedule.answered(&Facts::default(), &context, outcome));
        }
    }

    fn look_for_commits(&mut self) {
        let new: Vec<(StreamKey, Commit)> = self.tenant.written()[self.seen..].to_vec();
        self.seen += new.len();
        for (stream, commit) in new {
            for (index, event) in commit.events.iter().enumerate() {
                let name = event["type"].as_str().unwrap_or_default().to_owned();
                let interested = CATALOGUE.reactions.iter().filter(|reaction| reaction.aggregate() == stream.kind);
                for reaction in interested.filter(|reaction| reaction.spec().on.contains(&name.as_str())) {
                    let (stream, commit) = (stream.clone(), commit.clone());
                    self.queue.push_back(Delivery { reaction: *reaction, stream, commit, index });
                }
            }
        }
    }

    fn react(&mut self, delivery: &Delivery) -> Ended {
        let Delivery { reaction, stream, commit, index } = delivery;
        let context = self.tenant.context_as(Actor::system(reaction.spec().name));
        let history = self.tenant.history(stream).clone();
        let occurrence = Occurrence { id: &stream.id, commit, index: *index, history: &history };
        let mut pending = reaction.open(&occurrence, &context).expect("what was written folds");
        pending.know(Facts::default());
        let effects = pending.react();
        self.perform(effects, |outcome| pending.answered(outcome))
    }

    fn perform(&mut self, effects: Vec<Effect>, answered: impl Fn(&Outcome) -> Vec<Effect>) -> Ended {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let outcome = match effect {
                Effect::Send { command, body, key } => {
                    let result = self.once(command, body, &key);
                    Outcome::Sent { command, key, result }
                }
                Effect::Call { connector, request } => match self.call(&request) {
                    Ok(result) => Outcome::Called { connector, request, result },
                    Err(ended) => return ended,
                },
                Effect::Redeliver { .. } | Effect::Keep { .. } | Effect::ForgetSubject { .. } => continue,
            };
            for effect in answered(&outcome).into_iter().rev() {
                queue.push_front(effect);
            }
        }
        Ended::Done
    }

    /// A command as the pipeline takes it: a key that wrote something is answered from then on,
    /// and may not come with anything else.
    fn once(&mut self, command: &'static str, body: serde_json::Value, key: &str) -> Result<(), kernel::Refused> {
        if let Some(used) = self.keys.get(&(command, key.to_owned())) {
            assert_eq!(*used, body, "{command} uses the key {key} for something else");
            return Ok(());
        }
        let written = self.tenant.send(command, body.clone())?;
        if !written.is_empty() {
            self.keys.insert((command, key.to_owned()), body);
        }
        Ok(())
    }

    /// A call, or how the process ended instead.
    fn call(&mut self, request: &serde_json::Value) -> Result<Result<serde_json::Value, OutsideError>, Ended> {
        let request: Request = serde_json::from_value(request.clone()).expect("a request");
        let fault = self.faults.get(&self.calls.len()).copied();
        self.calls.push(request.clone());
        let now = self.tenant.now();
        let lost = |class| OutsideError { code: code::UNAVAILABLE.to_owned(), class, ..sample::error() };
        let mut made = || self.vendor.call(&request, now).map(|answer| serde_json::to_value(answer).expect("an answer"));
        match fault {
            None => Ok(made()),
            Some(Fault::FailsBefore) => Ok(Err(lost(FailureClass::Retry))),
            Some(Fault::FailsAfter) => made().map_or_else(|error| Ok(Err(error)), |_| Ok(Err(lost(FailureClass::Unknown)))),
            Some(Fault::CrashesBefore) => Err(Ended::Again),
            Some(Fault::CrashesAfter) => {
                drop(made());
                Err(Ended::Again)
            }
            Some(Fault::Vanishes) => {
                drop(made());
                Err(Ended::Lost)
            }
        }
    }
}

/// What a command decides some time after everything else happened.
pub(crate) fn later<C: kernel::Command>(
    history: impl IntoIterator<Item = <C::Aggregate as kernel::Aggregate>::Event>,
    now: &str,
    command: &C,
) -> Vec<<C::Aggregate as kernel::Aggregate>::Event> {
    let history: Vec<_> = history.into_iter().collect();
    let context = testkit::context();
    let state = kernel::aggregate::fold_events::<C::Aggregate>(None, &history, &context.meta("test")).expect("a possible history");
    let context = kernel::Context { now: now.parse().expect("a moment"), ..context };
    command.decide(state.as_ref(), &Facts::default(), &context).unwrap_or_else(|refusal| panic!("{refusal:?}")).events
}

/// A generator whose seed a failing test prints.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}
