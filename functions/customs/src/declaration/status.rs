//! What customs has done with a declaration.
//!
//! Customs and the vendor tell facts late, twice, out of order, or not at all. So the status is
//! not moved from one value to the next: it is a function of the set of facts that are known,
//! and a set has no order. Whatever sequence the facts come in, the same set gives the same
//! status; nothing goes backwards, because nothing leaves the set (decisions C04, C08, C09).

use std::collections::{BTreeMap, BTreeSet};

use kernel::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that customs, or the declarant at customs, has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorityFact {
    /// The declaration reached customs.
    Sent,
    /// Customs registered it and gave it a number.
    Registered,
    /// Customs wants something corrected or added.
    CorrectionRequested,
    /// The goods are released.
    Released,
    /// Customs refused to register it.
    Rejected,
    /// Customs registered it and refused to release the goods.
    ReleaseRefused,
    /// The declarant took it back.
    Withdrawn,
    /// Customs cancelled it.
    Cancelled,
}

impl AuthorityFact {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Sent,
        Self::Registered,
        Self::CorrectionRequested,
        Self::Released,
        Self::Rejected,
        Self::ReleaseRefused,
        Self::Withdrawn,
        Self::Cancelled,
    ];

    /// What must have happened before, though nobody said so (decision C08).
    pub const fn implies(self) -> &'static [Self] {
        match self {
            Self::Sent => &[],
            Self::Registered | Self::Rejected | Self::Withdrawn | Self::Cancelled => &[Self::Sent],
            Self::CorrectionRequested | Self::Released | Self::ReleaseRefused => &[Self::Sent, Self::Registered],
        }
    }

    /// Whether customs is done with the declaration afterwards.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Released | Self::Rejected | Self::ReleaseRefused | Self::Withdrawn | Self::Cancelled => true,
            Self::Sent | Self::Registered | Self::CorrectionRequested => false,
        }
    }

    /// The name in the API and in data files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Registered => "registered",
            Self::CorrectionRequested => "correction-requested",
            Self::Released => "released",
            Self::Rejected => "rejected",
            Self::ReleaseRefused => "release-refused",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
        }
    }
}

/// When something happened, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Known {
    /// When it first happened, by the clock of who said so.
    pub first_at: Moment,
    /// When it last happened: customs may ask for corrections again.
    pub last_at: Moment,
    /// Nobody said so; something later presupposes it.
    pub inferred: bool,
}

/// The facts that are known of a declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    facts: BTreeMap<AuthorityFact, Known>,
}

impl Standing {
    /// What is known of a fact.
    pub fn of(&self, fact: AuthorityFact) -> Option<&Known> {
        self.facts.get(&fact)
    }

    /// Everything that is known.
    pub fn iter(&self) -> impl Iterator<Item = (AuthorityFact, &Known)> {
        self.facts.iter().map(|(fact, known)| (*fact, known))
    }

    /// What would be learnt from `fact` at `at`: the fact itself and what it implies, as far as
    /// they are new, or were only inferred, or happened earlier or later than known.
    pub fn learnt(&self, fact: AuthorityFact, at: Moment) -> Vec<(AuthorityFact, Known)> {
        let said = (fact, Known { first_at: at, last_at: at, inferred: false });
        let implied = fact.implies().iter().map(|fact| (*fact, Known { first_at: at, last_at: at, inferred: true }));
        let all = std::iter::once(said).chain(implied);
        all.filter_map(|(fact, news)| {
            let joined = self.facts.get(&fact).map_or(news, |known| join(*known, news));
            (self.facts.get(&fact) != Some(&joined)).then_some((fact, joined))
        })
        .collect()
    }

    /// Keeps what was learnt.
    pub(super) fn keep(&mut self, fact: AuthorityFact, known: Known) {
        self.facts.insert(fact, known);
    }

    /// Where the declaration stands at customs; `None` before it got there.
    ///
    /// Of two final facts the earlier one holds, and the other is a contradiction that a person
    /// must look at. A registration that was refused and a registration cannot both be: when
    /// customs had registered before, a refusal is one of release (decision C09); when customs
    /// said so afterwards, it took the declaration after all, and the refusal is the contradiction.
    pub fn stands(&self) -> Option<AuthorityFact> {
        let finals = self.facts.iter().filter(|(fact, _)| fact.is_final() && !self.is_overtaken(**fact));
        let first = finals.min_by_key(|(fact, known)| (known.first_at, **fact)).map(|(fact, _)| *fact);
        let registered = self.facts.get(&AuthorityFact::Registered);
        match first {
            Some(AuthorityFact::Rejected) if registered.is_some() => Some(AuthorityFact::ReleaseRefused),
            Some(last) => Some(last),
            None => {
                let correction = self.facts.get(&AuthorityFact::CorrectionRequested);
                match (correction, registered) {
                    (Some(asked), Some(_)) if self.is_answered(asked) => Some(AuthorityFact::Registered),
                    (Some(_), _) => Some(AuthorityFact::CorrectionRequested),
                    (None, Some(_)) => Some(AuthorityFact::Registered),
                    (None, None) => self.facts.contains_key(&AuthorityFact::Sent).then_some(AuthorityFact::Sent),
                }
            }
        }
    }

    /// Whether a request for correction was answered: the declaration was sent or registered again.
    fn is_answered(&self, asked: &Known) -> bool {
        let since = |fact| self.facts.get(&fact).is_some_and(|known| !known.inferred && known.last_at > asked.last_at);
        since(AuthorityFact::Sent) || since(AuthorityFact::Registered)
    }

    /// Whether customs refused to register, and said later that it registered.
    fn is_overtaken(&self, fact: AuthorityFact) -> bool {
        let rejected = self.facts.get(&AuthorityFact::Rejected).filter(|_| fact == AuthorityFact::Rejected);
        let registered = self.facts.get(&AuthorityFact::Registered).filter(|known| !known.inferred);
        rejected.zip(registered).is_some_and(|(rejected, registered)| registered.last_at > rejected.last_at)
    }

    /// Final facts that contradict the one which holds.
    pub fn contradictions(&self) -> BTreeSet<AuthorityFact> {
        let holds = self.stands();
        let same =
            |fact: AuthorityFact| holds == Some(fact) || (holds == Some(AuthorityFact::ReleaseRefused) && fact == AuthorityFact::Rejected);
        self.facts.keys().copied().filter(|fact| fact.is_final() && !same(*fact)).collect()
    }
}

/// Both, whichever came first. What was said counts; what was inferred only where nothing was said.
fn join(a: Known, b: Known) -> Known {
    match (a.inferred, b.inferred) {
        (false, true) => a,
        (true, false) => b,
        (true, true) | (false, false) => {
            Known { first_at: a.first_at.min(b.first_at), last_at: a.last_at.max(b.last_at), inferred: a.inferred }
        }
    }
}

/// Where a declaration stands, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is being written.
    Draft,
    /// It is being brought to the vendor.
    Submitting,
    /// Bringing it to the vendor failed, and waits for a person.
    SubmissionFailed,
    /// It is at the vendor, complete; a person signs and files it there.
    AwaitingFiling,
    /// It reached customs.
    Sent,
    /// Customs registered it.
    Registered,
    /// Customs wants something corrected.
    CorrectionRequested,
    /// The goods are released.
    Released,
    /// Customs refused to register it.
    Rejected,
    /// Customs refused to release the goods.
    ReleaseRefused,
    /// The declarant took it back.
    Withdrawn,
    /// Customs cancelled it.
    Cancelled,
    /// It was a draft that nobody wanted.
    Deleted,
}

impl Status {
    /// All of them, in the order of a declaration's life.
    pub const ALL: [Self; 13] = [
        Self::Draft,
        Self::Submitting,
        Self::SubmissionFailed,
        Self::AwaitingFiling,
        Self::Sent,
        Self::Registered,
        Self::CorrectionRequested,
        Self::Released,
        Self::Rejected,
        Self::ReleaseRefused,
        Self::Withdrawn,
        Self::Cancelled,
        Self::Deleted,
    ];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitting => "submitting",
            Self::SubmissionFailed => "submission-failed",
            Self::AwaitingFiling => "awaiting-filing",
            Self::Sent => "sent",
            Self::Registered => "registered",
            Self::CorrectionRequested => "correction-requested",
            Self::Released => "released",
            Self::Rejected => "rejected",
            Self::ReleaseRefused => "release-refused",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
            Self::Deleted => "deleted",
        }
    }

    /// Whether nothing more comes of it: such declarations may be archived.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Released | Self::Rejected | Self::ReleaseRefused | Self::Withdrawn | Self::Cancelled | Self::Deleted => true,
            Self::Draft
            | Self::Submitting
            | Self::SubmissionFailed
            | Self::AwaitingFiling
            | Self::Sent
            | Self::Registered
            | Self::CorrectionRequested => false,
        }
    }
}

impl From<AuthorityFact> for Status {
    fn from(fact: AuthorityFact) -> Self {
        match fact {
            AuthorityFact::Sent => Self::Sent,
            AuthorityFact::Registered => Self::Registered,
            AuthorityFact::CorrectionRequested => Self::CorrectionRequested,
            AuthorityFact::Released => Self::Released,
            AuthorityFact::Rejected => Self::Rejected,
            AuthorityFact::ReleaseRefused => Self::ReleaseRefused,
            AuthorityFact::Withdrawn => Self::Withdrawn,
            AuthorityFact::Cancelled => Self::Cancelled,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> Moment {
        "2026-11-21T08:00:00Z".parse::<Moment>().map(|start| start.plus_ms(minute * 60_000)).expect("a literal moment")
    }

    fn learn(standing: &mut Standing, fact: AuthorityFact, minute: i64) {
        for (fact, known) in standing.learnt(fact, at(minute)) {
            standing.keep(fact, known);
        }
    }

    fn after(told: &[(AuthorityFact, i64)]) -> Standing {
        let mut standing = Standing::default();
        for (fact, minute) in told {
            learn(&mut standing, *fact, *minute);
        }
        standing
    }

    #[test]
    fn c08_a_jump_forward_is_accepted_and_what_lies_between_is_inferred() {
        let standing = after(&[(AuthorityFact::Released, 5)]);
        assert_eq!(standing.stands(), Some(AuthorityFact::Released));
        assert!(standing.of(AuthorityFact::Registered).is_some_and(|known| known.inferred));
        assert!(standing.of(AuthorityFact::Released).is_some_and(|known| !known.inferred));
    }

    #[test]
    fn c08_what_was_inferred_is_confirmed_later() {
        let standing = after(&[(AuthorityFact::Released, 5), (AuthorityFact::Registered, 2)]);
        let registered = standing.of(AuthorityFact::Registered).expect("known");
        assert_eq!((registered.inferred, registered.first_at), (false, at(2)));
        assert_eq!(standing.stands(), Some(AuthorityFact::Released));
    }

    #[test]
    fn c04_the_same_again_teaches_nothing() {
        let standing = after(&[(AuthorityFact::Registered, 2)]);
        assert_eq!(standing.learnt(AuthorityFact::Registered, at(2)), []);
        assert_eq!(standing.learnt(AuthorityFact::Sent, at(2)).len(), 1, "what was inferred is now said");
    }

    #[test]
    fn c09_a_refusal_after_registration_is_one_of_release() {
        let told = [(AuthorityFact::Registered, 1), (AuthorityFact::Rejected, 2)];
        assert_eq!(after(&told).stands(), Some(AuthorityFact::ReleaseRefused));
        assert!(after(&told).contradictions().is_empty());
        assert_eq!(after(&[(AuthorityFact::Rejected, 2)]).stands(), Some(AuthorityFact::Rejected));
    }

    #[test]
    fn c09_a_registration_after_a_refusal_stands_and_the_refusal_is_shown() {
        let refiled = after(&[(AuthorityFact::Rejected, 1), (AuthorityFact::Registered, 3)]);
        assert_eq!(refiled.stands(), Some(AuthorityFact::Registered));
        assert_eq!(refiled.contradictions(), BTreeSet::from([AuthorityFact::Rejected]));
        let released = after(&[(AuthorityFact::Rejected, 1), (AuthorityFact::Registered, 3), (AuthorityFact::Released, 5)]);
        assert_eq!(released.stands(), Some(AuthorityFact::Released));
    }

    #[test]
    fn c09_a_correction_is_settled_by_the_registration_that_follows_it() {
        let asked = [(AuthorityFact::Registered, 1), (AuthorityFact::CorrectionRequested, 2)];
        assert_eq!(after(&asked).stands(), Some(AuthorityFact::CorrectionRequested));
        let mut settled = after(&asked);
        learn(&mut settled, AuthorityFact::Registered, 3);
        assert_eq!(settled.stands(), Some(AuthorityFact::Registered));
        learn(&mut settled, AuthorityFact::CorrectionRequested, 4);
        assert_eq!(settled.stands(), Some(AuthorityFact::CorrectionRequested));
        learn(&mut settled, AuthorityFact::Sent, 5);
        assert_eq!(settled.stands(), Some(AuthorityFact::Registered), "the answer was sent");
    }

    #[test]
    fn of_two_ends_the_earlier_holds_and_the_other_is_shown() {
        let standing = after(&[(AuthorityFact::Cancelled, 9), (AuthorityFact::Released, 5)]);
        assert_eq!(standing.stands(), Some(AuthorityFact::Released));
        assert_eq!(standing.contradictions(), BTreeSet::from([AuthorityFact::Cancelled]));
    }

    fn told() -> impl Strategy<Value = Vec<(AuthorityFact, i64)>> {
        prop::collection::vec((prop::sample::select(AuthorityFact::ALL.to_vec()), 0_i64..6), 0..9)
    }

    proptest! {
        #[test]
        fn c09_the_order_of_messages_never_matters(told in told(), seed in any::<u64>()) {
            let mut shuffled = told.clone();
            // A shuffle that the printed seed repeats.
            let mut state = seed | 1;
            for i in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                shuffled.swap(i, usize::try_from(state >> 33).unwrap_or(0) % (i + 1));
            }
            prop_assert_eq!(after(&told), after(&shuffled));
        }

        #[test]
        fn nothing_that_was_said_is_dropped(told in told()) {
            let standing = after(&told);
            for (fact, minute) in &told {
                let known = standing.of(*fact).expect("said, so known");
                prop_assert!(!known.inferred && known.first_at <= at(*minute) && at(*minute) <= known.last_at);
            }
            for (fact, _) in standing.iter() {
                for implied in fact.implies() {
                    prop_assert!(standing.of(*implied).is_some());
                }
            }
        }

        #[test]
        fn c04_duplicates_change_nothing(told in told()) {
            let twice: Vec<_> = told.iter().chain(&told).copied().collect();
            prop_assert_eq!(after(&told), after(&twice));
        }
    }
}
