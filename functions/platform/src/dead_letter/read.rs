//! The dead-letter screen, and what a redrive sets going.

use kernel::view::{PageLimit, Row};
use kernel::{
    Answer, Change, Context, Effect, Facts, Moment, Query, QuerySpec, Reaction, ReactionSpec, Role, Route, RowQuery, Step, Trigger, View,
    ViewSpec, Want,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DeadLetter, DeadLetterId, DeadLetterRefusal, State};

const VIEW: &str = "dead-letter-list";

/// One dead letter, as listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeadLetterRow {
    /// Its id.
    pub dead_letter_id: DeadLetterId,
    /// The function that failed.
    pub consumer: String,
    /// The event's type.
    pub event_type: String,
    /// The stream that it happened in.
    pub subject: String,
    /// The last failure.
    pub error: String,
    /// Tries so far.
    pub tries: u32,
    /// When it was parked last.
    pub parked_at: Moment,
    /// What became of it.
    pub state: State,
}

/// Dead letters by state, newest first.
pub struct DeadLetterList;

impl View for DeadLetterList {
    type Aggregate = DeadLetter;
    const SPEC: ViewSpec =
        ViewSpec { name: "platform.dead-letter-list", view: VIEW, summary: "Deliveries that failed on every try, by state." };

    fn project(step: &Step<'_, DeadLetter>) -> Vec<Change> {
        let id = step.id;
        step.replace(|letter| {
            let text = |name: &str| letter.event.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            let row = DeadLetterRow {
                dead_letter_id: id,
                consumer: letter.consumer.clone(),
                event_type: text("type"),
                subject: text("subject"),
                error: letter.error.clone(),
                tries: letter.tries,
                parked_at: letter.parked_at,
                state: letter.state,
            };
            let data = serde_json::to_value(&row).unwrap_or_default();
            vec![Row::new(letter.state.name(), format!("{}#{id}", letter.parked_at), data)]
        })
    }
}

/// Lists dead letters of one state, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListDeadLetters {
    /// Which state; those that wait, by default.
    pub state: Option<State>,
    /// Rows a page.
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page of dead letters.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeadLetters {
    /// The letters.
    pub items: Vec<DeadLetterRow>,
    /// Where to continue; absent on the last page.
    pub next_cursor: Option<String>,
}

impl ListDeadLetters {
    fn query(&self) -> RowQuery {
        let state = self.state.unwrap_or(State::Parked);
        RowQuery::new(VIEW, state.name()).newest_first().limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListDeadLetters {
    type Answer = DeadLetters;
    type Refusal = DeadLetterRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "platform.list-dead-letters",
        route: Route::get("/dead-letters"),
        roles: &[Role::Administrator, Role::TeamLead],
        summary: "Deliveries that failed on every try.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.query())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<DeadLetters>, DeadLetterRefusal> {
        let query = self.query();
        let items = facts.rows(&query).iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok()).collect();
        let next_cursor = facts.page(&query).and_then(|page| page.next_cursor.clone());
        Ok(Answer::of(DeadLetters { items, next_cursor }))
    }
}

/// Hands a redriven letter to its consumer.
pub struct RedeliverOnRedrive;

impl Reaction for RedeliverOnRedrive {
    type Aggregate = DeadLetter;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "platform.redeliver-on-redrive",
        on: &["redrive-requested.v1"],
        sends: &[],
        calls: &[],
        summary: "Hands a redriven dead letter to its consumer again.",
    };

    fn react(trigger: &Trigger<'_, DeadLetter>) -> Vec<Effect> {
        vec![Effect::Redeliver { consumer: trigger.state.consumer.clone(), event: trigger.state.event.clone() }]
    }
}
