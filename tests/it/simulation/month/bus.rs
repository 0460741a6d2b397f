//! The way of events to listeners and reactions: late, twice, in any order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use kernel::aggregate::Commit;
use kernel::event::bus_name;
use kernel::listener::{AnyListener, PendingListener, Sound};
use kernel::reaction::{AnyReaction, Effect, Occurrence, Outcome, PendingReaction};
use kernel::{Actor, Catalogue, Moment};
use serde_json::Value;

use super::elma::Called;
use super::town::Town;

/// The two contexts.
pub const CONTEXTS: [&Catalogue; 2] = [&profitability::CATALOGUE, &approvals::CATALOGUE];
/// How many of a hundred events come twice.
const TWICE: usize = 12;
/// How many of a hundred repeated effects find their key forgotten.
const FORGOTTEN: usize = 15;

/// What is under way.
pub enum Delivery {
    /// To another context.
    Heard(&'static dyn AnyListener, Sound),
    /// To the same context: the commit by its place, and which of its events.
    Triggered(&'static dyn AnyReaction, usize, usize),
    /// An outside answer that took its time.
    Answered(Rc<Running>, Outcome),
    /// A message of ELMA.
    Pushed(Vec<u8>),
}

impl Delivery {
    /// The same event once more.
    fn again(&self) -> Option<Self> {
        match self {
            Self::Heard(listener, sound) => Some(Self::Heard(*listener, sound.clone())),
            Self::Triggered(reaction, place, index) => Some(Self::Triggered(*reaction, *place, *index)),
            Self::Answered(..) | Self::Pushed(_) => None,
        }
    }
}

/// Who asked for an effect and will hear what became of it.
pub enum Running {
    Listener(&'static str, Box<dyn PendingListener>),
    Reaction(&'static str, Box<dyn PendingReaction>),
    /// A schedule or a webhook: nobody listens.
    Nobody(&'static str),
}

impl Running {
    fn answered(&self, outcome: &Outcome) -> Vec<Effect> {
        match self {
            Self::Listener(_, pending) => pending.answered(outcome),
            Self::Reaction(_, pending) => pending.answered(outcome),
            Self::Nobody(_) => Vec::new(),
        }
    }

    const fn function(&self) -> &'static str {
        match self {
            Self::Listener(name, _) | Self::Reaction(name, _) | Self::Nobody(name) => name,
        }
    }
}

#[derive(Clone, Copy)]
enum Consumer {
    Listener(&'static dyn AnyListener),
    Reaction(&'static dyn AnyReaction),
}

/// What is under way, by the time at which it arrives.
pub struct Bus {
    routes: BTreeMap<String, Vec<Consumer>>,
    queue: BTreeMap<(Moment, u64), Delivery>,
    /// Commits that were looked at.
    published: usize,
    keys: BTreeSet<String>,
    /// In silence everything comes at once.
    pub calm: bool,
    /// Events that came twice, and those that came when much had happened since.
    pub twice: usize,
    pub late: usize,
}

impl Default for Bus {
    fn default() -> Self {
        Self { routes: routes(), queue: BTreeMap::new(), published: 0, keys: BTreeSet::new(), calm: false, twice: 0, late: 0 }
    }
}

/// Who listens to what, by the names on the bus.
fn routes() -> BTreeMap<String, Vec<Consumer>> {
    let mut routes: BTreeMap<String, Vec<Consumer>> = BTreeMap::new();
    for context in CONTEXTS {
        for listener in context.listeners {
            for kind in listener.spec().on {
                routes.entry((*kind).to_owned()).or_default().push(Consumer::Listener(*listener));
            }
        }
        for reaction in context.reactions {
            for kind in reaction.bus_names() {
                routes.entry(kind).or_default().push(Consumer::Reaction(*reaction));
            }
        }
    }
    routes
}

impl Town {
    /// Sends something on its way. The second part of the key shuffles what arrives together.
    pub fn deliver(&mut self, at: Moment, delivery: Delivery) {
        let place = self.dice.next();
        self.bus.queue.insert((at, place), delivery);
    }

    fn delay(&mut self) -> i64 {
        if self.bus.calm {
            return self.dice.amount(0, 2_000);
        }
        match self.dice.below(100) {
            0..=74 => self.dice.amount(0, 3_000),
            75..=91 => self.dice.amount(3_000, 120_000),
            92..=97 => self.dice.amount(120_000, 40 * 60_000),
            _ => {
                self.bus.late += 1;
                self.dice.amount(40 * 60_000, 5 * 3_600_000)
            }
        }
    }

    /// Puts everything that was written since on its way to everybody who listens.
    pub fn publish(&mut self) {
        while let Some((stream, commit)) = self.tenant.written().get(self.bus.published) {
            let place = self.bus.published;
            let mut outgoing = Vec::new();
            for (index, stored) in commit.events.iter().enumerate() {
                let kind = bus_name(&stream.kind, stored["type"].as_str().unwrap());
                for consumer in self.bus.routes.get(&kind).into_iter().flatten() {
                    outgoing.push(match consumer {
                        Consumer::Listener(listener) => Delivery::Heard(*listener, sound(&stream.id, &kind, commit, index, stored)),
                        Consumer::Reaction(reaction) => Delivery::Triggered(*reaction, place, index),
                    });
                }
            }
            self.bus.published += 1;
            for delivery in outgoing {
                self.send_out(delivery);
            }
        }
    }

    fn send_out(&mut self, delivery: Delivery) {
        if let (true, Some(again)) = (self.dice.chance(TWICE), delivery.again()) {
            self.bus.twice += 1;
            let at = self.tenant.now().plus_ms(self.delay());
            self.deliver(at, again);
        }
        let at = self.tenant.now().plus_ms(self.delay());
        self.deliver(at, delivery);
    }

    /// Delivers what has arrived by now. The clock stands at its arrival meanwhile.
    pub fn arrive(&mut self, until: Moment) {
        while let Some(((at, _), delivery)) =
            self.bus.queue.first_entry().filter(|first| first.key().0 <= until).map(|first| first.remove_entry())
        {
            self.tenant.wait_ms(at.ms_since(self.tenant.now()).max(0));
            self.receive(delivery);
            self.publish();
        }
    }

    fn receive(&mut self, delivery: Delivery) {
        match delivery {
            Delivery::Heard(listener, sound) => {
                let name = listener.spec().name;
                let context = self.tenant.context_as(Actor::system(name));
                let pending = listener.open(sound, &context).unwrap_or_else(|malformed| panic!("{name}: {malformed}"));
                let effects = pending.hear();
                self.perform(&Rc::new(Running::Listener(name, pending)), effects);
            }
            Delivery::Triggered(reaction, place, index) => {
                let name = reaction.spec().name;
                let context = self.tenant.context_as(Actor::system(name));
                let (stream, commit) = &self.tenant.written()[place];
                let history = self.tenant.history(stream);
                let occurrence = Occurrence { id: &stream.id, commit, index, history };
                let pending = reaction.open(&occurrence, &context).unwrap_or_else(|impossible| panic!("{name}: {impossible}"));
                let effects = pending.react();
                self.perform(&Rc::new(Running::Reaction(name, pending)), effects);
            }
            Delivery::Answered(running, outcome) => {
                let effects = running.answered(&outcome);
                self.perform(&running, effects);
            }
            Delivery::Pushed(body) => {
                for webhook in CONTEXTS.iter().flat_map(|context| context.webhooks) {
                    let name = webhook.spec().name;
                    let effects = webhook.receive(&body, &self.tenant.context_as(Actor::system(name)));
                    self.perform(&Rc::new(Running::Nobody(name)), effects);
                }
            }
        }
    }

    /// Performs effects as the runtime does, outcomes first.
    pub fn perform(&mut self, running: &Rc<Running>, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let outcome = match effect {
                Effect::Send { command, body, key } => self.command(running.function(), command, body, key),
                Effect::Call { connector, request } => match self.call(&request) {
                    Called::Now(result) => Outcome::Called { connector, request, result },
                    Called::Later(at, result) => {
                        let outcome = Outcome::Called { connector, request, result };
                        self.deliver(at, Delivery::Answered(Rc::clone(running), outcome));
                        continue;
                    }
                },
                // Raw bytes and keys of subjects are kept elsewhere; nothing here is ever handed over again.
                Effect::Keep { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } => continue,
            };
            for effect in running.answered(&outcome).into_iter().rev() {
                queue.push_front(effect);
            }
        }
    }

    fn command(&mut self, function: &str, command: &'static str, body: Value, key: String) -> Outcome {
        let known = format!("{command} {key}");
        if self.bus.keys.contains(&known) && !self.dice.chance(FORGOTTEN) {
            return Outcome::Sent { command, key, result: Ok(()) };
        }
        let result = self.tenant.send_as(Actor::system(function), command, body).map(|_| ());
        let said = result.as_ref().map_or_else(|refused| refused.code, |()| "done");
        self.log.push(format!("{} {function} {command} {key}: {said}", self.tenant.now()));
        if result.is_ok() {
            self.bus.keys.insert(known);
        }
        Outcome::Sent { command, key, result }
    }
}

fn sound(subject: &str, kind: &str, commit: &Commit, index: usize, stored: &Value) -> Sound {
    Sound {
        id: format!("{subject}/{}/{index}", commit.version),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        version: commit.version,
        at: commit.meta.at,
        data: stored.get("data").cloned().unwrap_or(Value::Null),
    }
}
