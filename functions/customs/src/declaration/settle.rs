//! Taking into account what the vendor said of a docflow.

use std::collections::BTreeSet;

use kernel::{Context, Facts, Line, Moment};

use super::event::Alert;
use super::journal::{Meaning, Observation};
use super::status::{AuthorityFact, Standing};
use super::{Declaration, DeclarationEvent as Event, forms, release};
use crate::code::RegistrationNumber;
use crate::declaration::event::DeclarationEvent;

/// What follows from everything that was noticed up to a moment.
///
/// Each observation tells a fact, and facts have no order: whatever came late, twice or jumped
/// ahead ends in the same standing (decisions C04, C08, C09). What cannot be understood or does
/// not fit is told to a person, and changes nothing (decisions C10, C27).
pub fn settle(declaration: &Declaration, facts: &Facts, context: &Context, through: Moment) -> Vec<Event> {
    let mut observed: Vec<&Observation> = declaration.vendor.unsettled.iter().filter(|one| one.changed_at <= through).collect();
    if observed.is_empty() {
        return Vec::new();
    }
    observed.sort_by_key(|one| one.changed_at);
    let mut settling = Settling::of(declaration);
    for one in observed {
        settling.observe(one);
    }
    settling.look_for_a_number();
    settling.events.push(Event::ChangesSettled { through });
    settling.release(facts, context);
    settling.events
}

struct Settling<'a> {
    declaration: &'a Declaration,
    standing: Standing,
    number: Option<RegistrationNumber>,
    events: Vec<DeclarationEvent>,
}

impl<'a> Settling<'a> {
    fn of(declaration: &'a Declaration) -> Self {
        let (standing, number) = (declaration.standing.clone(), declaration.registration_number.clone());
        Self { declaration, standing, number, events: Vec::new() }
    }

    fn observe(&mut self, one: &Observation) {
        match one.meaning {
            None => self.alert(Alert::UnknownStatus { raw_code: one.raw_code, raw_text: one.raw_text.clone() }),
            Some(Meaning::NotSent) => {}
            Some(Meaning::Fact { fact }) => self.learn(fact, self.declaration.occurred_at(one.changed_at)),
        }
        if let Some(text) = &one.registration_number {
            self.assign(text);
        }
    }

    fn learn(&mut self, fact: AuthorityFact, at: Moment) {
        let before = self.standing.contradictions();
        for (fact, known) in self.standing.learnt(fact, at) {
            self.standing.keep(fact, known);
            self.events.push(Event::FactEstablished { fact, known });
        }
        let contradictions: BTreeSet<AuthorityFact> = self.standing.contradictions();
        for fact in contradictions.difference(&before) {
            self.alert(Alert::Contradiction { fact: *fact });
        }
    }

    /// The first number is kept (decision C27).
    fn assign(&mut self, text: &Line) {
        match (text.as_str().trim().parse::<RegistrationNumber>(), &self.number) {
            (Err(_), _) => self.alert(Alert::NumberUnreadable { text: text.clone() }),
            (Ok(number), Some(known)) if number == *known => {}
            (Ok(_), Some(_)) => self.alert(Alert::NumberChanged { now: text.clone() }),
            (Ok(number), None) => {
                self.events.push(Event::NumberAssigned { number: number.clone() });
                self.number = Some(number);
                // What was missing has come.
                let missing = self.declaration.open_alerts().filter(|(_, raised)| raised.alert == Alert::NumberMissing);
                self.events.extend(missing.map(|(index, _)| Event::AlertSettled { index, note: text.clone() }));
            }
        }
    }

    /// Customs register by giving a number: a registration without one is told to somebody.
    fn look_for_a_number(&mut self) {
        let registered = self.standing.of(AuthorityFact::Registered).is_some_and(|known| !known.inferred);
        if registered && self.number.is_none() {
            self.alert(Alert::NumberMissing);
        }
    }

    fn alert(&mut self, alert: Alert) {
        let told = |event: &Event| matches!(event, Event::AlertRaised { alert: other } if *other == alert);
        if !self.declaration.is_alerted(&alert) && !self.events.iter().any(told) {
            self.events.push(Event::AlertRaised { alert });
        }
    }

    /// The first time that the declaration stands as released, others are told.
    fn release(&mut self, facts: &Facts, context: &Context) {
        let known = self.standing.of(AuthorityFact::Released).filter(|_| self.standing.stands() == Some(AuthorityFact::Released));
        let Some(known) = known else { return };
        let late_number = self.declaration.registration_number.is_none() && self.number.is_some();
        if self.declaration.release_told {
            // Whoever was told of a release without its number is told of it with the number.
            if late_number {
                self.events.push(release::released(self.declaration, self.number.clone(), None, known.first_at, context));
            }
            return;
        }
        // Without the body the sums are unknown, which is told as such.
        let form = forms::read(self.declaration, facts).ok().flatten();
        self.events.extend(release::told(self.declaration, self.number.clone(), form.as_ref(), known.first_at, context));
    }
}
